import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBlockYaml } from '../../src/documents/blockReader.ts';
import type { Node } from '../../src/documents/node.ts';
import { splitDocuments } from '../../src/documents/split.ts';
import { readYaml } from '../../src/documents/yamlReader.ts';
import { jsonOf } from '../support/nodes.ts';

/** A node as a text: every value, style and range. */
function dump(node: Node | undefined): string {
  if (node === undefined) return 'nothing';
  const span = `@${String(node.start)}-${String(node.end)}`;
  if (node.kind === 'scalar') return `${typeof node.value} ${JSON.stringify(String(node.value))} ${node.style}${span}`;
  if (node.kind === 'sequence') return `[${node.items.map(dump).join(', ')}]${String(node.flow)}${span}`;
  const entries = [...node.entries.values()].map(({ name, key, value }) => `${name} = ${dump(key)}: ${dump(value)}`);
  return `{${entries.join(', ')}}${String(node.flow)}${span}`;
}

interface Tally {
  read: number;
  handed: number;
}

/** Where the block reader reads a text at all, the library reads the same. */
function compare(text: string, tally: Tally): void {
  for (const { start, end } of splitDocuments(text)) {
    const block = readBlockYaml(text, start, end);
    if (block === undefined) {
      tally.handed += 1;
      continue;
    }
    tally.read += 1;
    const reference = readYaml(text.slice(start, end), start);
    const [ours, theirs] = [block, reference].map(({ root, problems }) => `${dump(root)} ${JSON.stringify(problems)}`);
    if (ours !== theirs)
      expect(`${text.slice(start, end)}\n${ours ?? ''}`).toBe(`${text.slice(start, end)}\n${theirs ?? ''}`);
  }
}

/** Random numbers that are the same at every run (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const seeds = [
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # c\n  labels: {app: a, "b": \'c\'}\nspec:\n  containers:\n  - name: a\n    image: "r/a:1"\n    args: [--x=1, "-y", z]\n    env:\n      - {name: A, value: "1"}\n  - name: b\n    command:\n    - sh\n    - -c\n    - |\n      echo a\n\n      # b\n        c: d\n    # comment\n  volumes: []\n',
  'a:\n- b\n- c: 1\n  d: 0x1F\n-   e: ~\n    f:\n      g: "x\\ty"\nh: |-\n  text\n\ni: |+\n  keep\n\n\nj:\nk: null\non: off\n1: 2\n',
  "# head\na: b\n# between\nc:\n  # deeper\n  d: e\n\n  f: 'it''s'\n# tail\n",
  'a:\n  {}\nb:\n  # c\n  [x, "y"] # d\nc:\n  text\nd:\n    "q"\ne:\n- f:\n    {g: h}\n  i: |\n    j\n      \n    k\n',
  'a: one\n  two\n\n  three # c\nb: "x\\ty\n  z\\\n   \\ w\n\n  v"\nc:\n  - \'it\'\'s\n     so\'\n  - two\n    - three\nd : e\n"f" : g\n',
  'a: >\n  one\n  two\n\n  three\n    - x\n   y\n\n\n  four\n\nb: >-\n\n  five\n  six\nc: |+\n  seven\n\n\nd: |-\ne: |\n  \n  eight\nf:\n  |\n   nine\n',
  'a: [b,\n  c, # d\n\n  {e: f, g: [h]},\n  ]\nb: [\n  x\n]\nc:\n- {d: e,\n   f: "g"}\n- [h, i]\n-\n  j: k\n-\n  - l\nm:\n\n  {}\n',
  '{\n    "apiVersion": "v1",\n    "items": [\n        {\n            "kind": "Pod",\n            "a\\tb": "c\\u003cd\\n\\"e\\"",\n            "f": -1.5e3,\n            "g": [],\n            "h": {},\n            "i": null\n        }\n    ],\n    "kind": "List"\n}\n',
  '{"kind":"Pod","spec":{"containers":[{"name":"a","ports":[80,true],"args":["b c","d:e","{f}"]}]},"x":"\\u00e9"}',
  'data:\n  a.yaml: |\n    x: y\n    - z\n   \n  b: >-\n    folded\n    text\n  c: &x 1\n  d: *x\n',
];
const pieces = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '\r\n',
  '#',
  ' #',
  ':',
  ': ',
  '- ',
  '-',
  '"',
  "'",
  '|',
  '>',
  '|2',
  '|-',
  '{',
  '}',
  '[',
  ']',
  ',',
  ', ',
  '&a ',
  '*a',
  '!!str ',
  '? ',
  '%',
  '@',
  '`',
  '\\',
  '\u0007',
  '\u0085',
  '\ufeff',
  '---\n',
  '...\n',
  'true',
  '0400',
  '1e3',
  '.inf',
  '~',
  'null',
  'x',
  'é',
  '<<: ',
  'a: b\n',
  '\n  ',
  '\n    - ',
  '{{ x }}',
  '\\u003c',
  '\\uD83D',
  '\\',
  '":',
  '",',
];

/** One text, cut, repeated and mixed with what YAML finds special. */
function mutate(text: string, next: (below: number) => number): string {
  let result = text;
  for (let change = next(4); change >= 0; change -= 1) {
    const at = next(result.length + 1);
    const piece = pieces[next(pieces.length)] ?? '';
    const length = next(6);
    const kind = next(5);
    if (kind === 0) result = result.slice(0, at) + result.slice(at + length);
    else if (kind === 1) result = result.slice(0, at);
    else if (kind === 2) result = result.slice(0, at) + result.slice(at, at + length * 5) + result.slice(at);
    else result = result.slice(0, at) + piece + result.slice(at);
  }
  return result;
}

describe('the block reader and the library agree', () => {
  test('on texts that were cut and mixed at random', () => {
    // `READER_FUZZ=1000000` looks longer.
    const count = Number(process.env['READER_FUZZ'] ?? 20_000);
    const next = random(Number(process.env['READER_FUZZ_SEED'] ?? 1));
    const tally: Tally = { read: 0, handed: 0 };
    for (let index = 0; index < count; index += 1) {
      const text = mutate(seeds[index % seeds.length] ?? '', next);
      compare(next(3) === 0 ? text.replaceAll('\n', '\r\n') : text, tally);
    }
    // Were everything handed over, nothing would be compared.
    expect(tally.read).toBeGreaterThan(count / 20);
  }, 3_600_000);

  const nested = (key: string, value: string): string => `a: b\nc:\n  ${key}: ${value}\nd: e\n`;
  const manyKeys = Array.from({ length: 20 }, (_, index) => `k${String(index)}: v\n`).join('');
  test.each<[string, string, boolean]>([
    ['hexadecimal beyond a float', nested('a', `0x${'f'.repeat(260)}`), false],
    ['the same with a sign', nested('a', `-0x${'f'.repeat(260)}`), false],
    ['more digits than a float holds', nested('a', '1'.repeat(310)), false],
    ['infinity', nested('a', '-.inf'), false],
    ['no number', nested('a', '.nan'), false],
    ['a key above 1024 characters', nested('e'.repeat(1100), '1'), false],
    ['the same, quoted', nested(`"${'e'.repeat(1100)}"`, '1'), false],
    ['many spaces behind a key', nested(`a${' '.repeat(1100)}`, '1'), false],
    ['one of many keys twice', `${manyKeys}k3: v\n`, false],
    ['a line break of Unicode', nested('a', 'b\u2028c'), false],
    ['the same in a block', nested('a', '|\n    b\u2028c'), false],
    ['a tab in a value', nested('a', 'b\tc'), false],
    ['a word behind a dot', nested('a', '.git'), true],
    ['letters that are digits elsewhere', nested('a', 'f'.repeat(400)), true],
    ['a long word that starts with a digit', nested('a', `0:${'a'.repeat(400)}`), true],
    ['many keys', manyKeys, true],
    ['JSON', '{"a": {"b":1, "c":[true,null]}}\n', true],
    ['JSON behind a comment', '# a\n{"a": "b"} # c\n\n# d\n', true],
    ['JSON of a single list', '[{"a":"b"}]', true],
    ['a character of JSON', '{"a": "\\u003cb\\u00e9"}', true],
    ['half a character', '{"a": "\\ud83d\\ude00"}', false],
    ['a control character', '{"a": "\\u0007"}', false],
    ['a character cut short', '{"a": "\\u3c"}', false],
    ['JSON with a comment in the first column', '{"a": 1\n# b\n}', false],
    ['a comment in the first column before a comma', nested('a', '{b: 1\n# c\n  ,d: 2}'), false],
    ['a comment further in', nested('a', '{b: 1\n    # c\n    ,d: 2}'), true],
    ['a list at whose end the document ends', '[a,\n... b]', false],
    ['JSON with tabs', '{\n\t"a": 1\n}', false],
    ['JSON that goes on', '---\n{"a": 1}\n{"b": 2}\n', false],
    ['JSON that says a key twice', '{"a": 1, "a": 2}', false],
    ['JSON that is cut', '{"a": [1, 2', false],
    ['letters beyond ASCII', nested('a', '"\u00e9: \u{1f600}"'), true],
    ['a document longer than most', nested('a', `|\n    ${'x: y # z\n    '.repeat(10_000)}z`), true],
  ])('%s', (_name, text, isRead) => {
    const tally: Tally = { read: 0, handed: 0 };
    compare(text, tally);
    expect(tally).toEqual(isRead ? { read: 1, handed: 0 } : { read: 0, handed: 1 });
  });

  const shared = join(import.meta.dirname, '../../../shared');
  const folders = ['corpus/rendered', 'corpus/plain', 'conformance'].map((name) => join(shared, name));
  test.skipIf(!folders.every((path) => existsSync(path)))(
    'on real manifests (skipped where the corpus is absent)',
    () => {
      const tally: Tally = { read: 0, handed: 0 };
      for (const folder of folders) {
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          if (!/\.ya?ml$/.test(name)) continue;
          const text = readFileSync(join(folder, name), 'utf8');
          compare(text, tally);
          // As git checks them out on Windows.
          if (text.length < 20_000) compare(text.replaceAll(/\r?\n/g, '\r\n'), tally);
        }
      }
      expect(tally.read).toBeGreaterThan(4000);
      expect(tally.handed).toBeLessThan(tally.read / 10);
    },
    120_000,
  );

  test.skipIf(!folders.every((path) => existsSync(path)))(
    'on charts as JSON (skipped where the corpus is absent)',
    () => {
      const tally: Tally = { read: 0, handed: 0 };
      const folder = join(shared, 'corpus/rendered');
      // Every fifth: the library takes long for JSON.
      for (const [index, name] of readdirSync(folder).entries()) {
        if (index % 5 !== 0) continue;
        const text = readFileSync(join(folder, name), 'utf8');
        for (const { start, end } of splitDocuments(text)) {
          const json = jsonOf(readBlockYaml(text, start, end)?.root);
          // Schemas are deeper than what is read here.
          if (end - start > 50_000) continue;
          compare(JSON.stringify(json, undefined, 4), tally);
          compare(JSON.stringify(json).replaceAll('<', '\\u003c'), tally);
        }
      }
      expect(tally.read).toBeGreaterThan(500);
      expect(tally.handed).toBeLessThan(tally.read / 10);
    },
    240_000,
  );
});
