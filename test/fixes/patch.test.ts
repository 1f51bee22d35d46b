import { describe, expect, test } from 'vitest';
import { type Path, SourceFile } from '../../src/documents/document.ts';
import { Field } from '../../src/documents/field.ts';
import type { Json } from '../../src/documents/node.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { changeOfPatch, differsBy } from '../../src/fixes/change.ts';
import { editOfPatch } from '../../src/fixes/patch.ts';
import type { Patch } from '../../src/rule/rule.ts';
import { applyEdits } from '../../src/text/edit.ts';

type Operation = { set: Json } | { rename: string } | { remove: true };

/** The text after a patch of its first document, checked to differ as the patch means; `undefined` where there is no edit. */
function patched(text: string, path: Path, operation: Operation): string | undefined {
  const file = new SourceFile('a.yaml', text);
  const { documents, problems } = readDocuments(file);
  const [document] = documents;
  if (document === undefined) throw new Error(`not read: ${JSON.stringify(problems)}`);
  const patch: Patch = { field: Field.root(document).at(...path), ...operation };
  const edit = editOfPatch(patch);
  if (edit === undefined) return undefined;
  const after = new SourceFile('a.yaml', applyEdits(text, [edit]));
  expect(differsBy(file, after, [changeOfPatch(patch)]), after.text).toBe(true);
  return after.text;
}

const off: Operation = { set: false };
const remove: Operation = { remove: true };

describe('a new key', () => {
  test.each<[string, Path, string | undefined]>([
    // In a block mapping: after the last entry that is one line.
    ['a: 1\nb:\n  - c\n', ['x'], 'a: 1\nx: false\nb:\n  - c\n'],
    ['a: 1 # one\nb:\n  - c\n', ['x'], 'a: 1 # one\nx: false\nb:\n  - c\n'],
    ['a: 1', ['x'], 'a: 1\nx: false'],
    ['a: 1\r\nb: 2', ['x'], 'a: 1\r\nb: 2\r\nx: false'],
    ['a: 1\r\nb: 2\r\n', ['x'], 'a: 1\r\nb: 2\r\nx: false\r\n'],
    ['# unix\na: 1\r\nb:\n- 1\n', ['x'], '# unix\na: 1\r\nx: false\r\nb:\n- 1\n'],
    ['\ufeffa: 1\nb: [1]\n', ['x'], '\ufeffa: 1\nx: false\nb: [1]\n'],
    ['\ufeffb:\n- 1\n', ['x'], '\ufeffx: false\nb:\n- 1\n'],
    ['a: "1"\n# end\n', ['x'], 'a: "1"\nx: false\n# end\n'],
    ['a:\n    b: 1\n', ['a', 'x'], 'a:\n    b: 1\n    x: false\n'],
    ['- b: 1\n  c: [2]\n', [0, 'x'], '- b: 1\n  x: false\n  c: [2]\n'],
    ['-   b:\n    - 1\n', [0, 'x'], '-   x: false\n    b:\n    - 1\n'],
    ['- - b: 1\n', [0, 0, 'x'], '- - b: 1\n    x: false\n'],
    // Where each entry has several lines, before the first and the comments about it.
    ['a:\n- 1\n', ['x'], 'x: false\na:\n- 1\n'],
    ['s:\n  # about a\n  # more\n  a:\n  - 1\n', ['s', 'x'], 's:\n  x: false\n  # about a\n  # more\n  a:\n  - 1\n'],
    ['s:\n  a: |\n    text\n  b: >-\n    c\n', ['s', 'x'], 's:\n  x: false\n  a: |\n    text\n  b: >-\n    c\n'],
    ['a: one\n  two\n', ['x'], 'x: false\na: one\n  two\n'],
    ['s:\n  a:\n  b:\n', ['s', 'x'], 's:\n  x: false\n  a:\n  b:\n'],
    // In a flow mapping.
    ['a: {}\n', ['a', 'x'], 'a: {x: false}\n'],
    ['a: { b: 1 } # c\n', ['a', 'x'], 'a: { b: 1, x: false } # c\n'],
    ['a: {b: 1,}\n', ['a', 'x'], 'a: {b: 1, x: false,}\n'],
    ['a: {\n  b: 1,\n  c: 2\n}\n', ['a', 'x'], 'a: {\n  b: 1,\n  c: 2,\n  x: false\n}\n'],
    ['a: {\n  b: 1,\n  c: 2 # two\n}\n', ['a', 'x'], 'a: {\n  x: false,\n  b: 1,\n  c: 2 # two\n}\n'],
    ['a: {"b": 1}\n', ['a', 'x'], 'a: {"b": 1, "x": false}\n'],
    ['a: {b: 1, c}\n', ['a', 'x'], undefined],
    // In JSON.
    ['{"a":1}', ['x'], '{"a":1,"x":false}'],
    ['{"a": {}}', ['a', 'x'], '{"a": {"x": false}}'],
    ['{\n  "a": 1\n}\n', ['x'], '{\n  "a": 1,\n  "x": false\n}\n'],
    ['{\r\n\t"a": [1,\r\n\t2]\r\n}\r\n', ['x'], '{\r\n\t"a": [1,\r\n\t2],\r\n\t"x": false\r\n}\r\n'],
    ['{a: 1}', ['x'], '{a: 1, x: false}'],
    ['[{"a": 1}]', [0, 'x'], '[{"a": 1, "x": false}]'],
    ['{"a": null}', ['a', 'x'], '{"a": {"x": false}}'],
    // Where the mapping is null, or missing.
    ['a:\n', ['a', 'x'], 'a: {x: false}\n'],
    ['a: # nothing yet\n', ['a', 'x'], 'a: {x: false} # nothing yet\n'],
    ['a: ~\n', ['a', 'x'], 'a: {x: false}\n'],
    ['a: 1\n', ['b', 'x'], 'a: 1\nb: {x: false}\n'],
    ['a: 1\n', ['a', 'x'], undefined],
    ['a: !!null\n', ['a', 'x'], undefined],
    // What several places share is left alone.
    ['a: &n\n  b: 1\nc: *n\n', ['a', 'x'], undefined],
    ['a: &n\n  b: 1\nc: *n\n', ['c', 'x'], undefined],
    ['a: &n\n  b:\n    c: 1\nd:\n  <<: *n\n', ['d', 'b', 'x'], undefined],
    ['a: &n\n  b: 1\nd:\n  <<: *n\n  c: 2\n', ['d', 'x'], 'a: &n\n  b: 1\nd:\n  <<: *n\n  c: 2\n  x: false\n'],
    ['a: &n {b: 1}\nd: {<<: *n, c: 2}\n', ['d', 'x'], undefined],
    ['d:\n  <<: &n {b: 1}\n  c: 2\ne: *n\n', ['d', 'x'], 'd:\n  <<: &n {b: 1}\n  c: 2\n  x: false\ne: *n\n'],
    ['- <<:\n      b: 1\n  c: [2]\n', [0, 'x'], '- <<:\n      b: 1\n  x: false\n  c: [2]\n'],
    ['d:\n  <<: {b: 1}\n', ['d', 'x'], undefined],
    // Behind a tag or a tab, the column of a key is in doubt.
    ['-\tb: 1\n', [0, 'x'], undefined],
    ['? a\n: 1\n', ['x'], undefined],
  ])('%j %j', (text, path, expected) => {
    expect(patched(text, path, off)).toBe(expected);
  });
});

describe('another value', () => {
  test.each<[string, Json, string | undefined]>([
    ['a: 1 # one\n', 600, 'a: 600 # one\n'],
    ['"a":   "false"', false, '"a":   false'],
    ["'a': 'x'\r\n", 'y', "'a': 'y'\r\n"],
    ['a: "x"\n', 'y', 'a: "y"\n'],
    ['a: x\n', 'yes', 'a: "yes"\n'],
    ['a: x\n', '1', 'a: "1"\n'],
    ['a: x\n', 'True', 'a: "True"\n'],
    ['a: x\n', 'nulls', 'a: nulls\n'],
    ['a: x\n', null, 'a: null\n'],
    ['a: x\n', [1, 'on', { b: [] }], 'a: [1, "on", {b: []}]\n'],
    ['{"a": 1}', ['b', { c: null }], '{"a": ["b", {"c": null}]}'],
    ['a: x\n', 'https://a.b/c', 'a: "https://a.b/c"\n'],
    ['{"a":1}', 'x', '{"a":"x"}'],
    ['{"a": 1}', 'x', '{"a": "x"}'],
    ['a:\n  1\n', 2, 'a:\n  2\n'],
    ['a:\n', 2, 'a: 2\n'],
    ['a:    # c\n', 2, 'a: 2    # c\n'],
    ['{a: , b: 1}\n', 2, '{a: 2 , b: 1}\n'],
    ['{a, b: 1}\n', 2, undefined],
    ['a: one\n  two\n', 2, 'a: 2\n'],
    ['a: !!str 1\n', 2, undefined],
    ['a: &n 1\nb: *n\n', 2, undefined],
    ['b: &n 1\na: *n\n', 2, undefined],
    ['a: >-\n  x\n\n# about b\nb: 1\n', 2, 'a: 2\n\n# about b\nb: 1\n'],
    ['a: |\r\n  # x\r\n', 2, 'a: 2\r\n'],
    ['a: | # why\n  1\n', 2, 'a: 2 # why\n'],
    ['a: &n 1\nb: 2\n', 2, 'a: &n 2\nb: 2\n'],
    ['&n a: 1\nb: &m [x]\nc: *m\n', 2, '&n a: 2\nb: &m [x]\nc: *m\n'],
    ['a: &n 1\nb: "*n"\nc: *n\n', 2, undefined],
    ['a: [1]\n', 2, undefined],
  ])('%j = %j', (text, set, expected) => {
    expect(patched(text, ['a'], { set })).toBe(expected);
  });
});

test.each([
  ['a: [get, "x", \'y\']\n', 1, 'a: [get, "z", \'y\']\n'],
  ['a: [get, "x", \'y\']\n', 2, 'a: [get, "x", \'z\']\n'],
  ['a:\n- x # one\n', 0, 'a:\n- z # one\n'],
  ['{"a": ["x"]}', 0, '{"a": ["z"]}'],
  ['a:\n- !!str x\n', 0, undefined],
  ['a:\n- &n x\nb: *n\n', 0, undefined],
])('another item: %j', (text, index, expected) => {
  expect(patched(text, ['a', index], { set: 'z' })).toBe(expected);
});

test.each([
  ['a: 1 # one\n', 'b: 1 # one\n'],
  ['"a":\n- 1\n', '"b":\n- 1\n'],
  ["{'a': 1}", "{'b': 1}"],
  ['? a\n: 1\n', '? b\n: 1\n'],
  ['&n a: 1\nc: *n\n', undefined],
])('another name: %j', (text, expected) => {
  expect(patched(text, ['a'], { rename: 'b' })).toBe(expected);
});

describe('what is removed takes its lines along and nothing else', () => {
  test.each<[string, Path, string | undefined]>([
    ['a: 1\nb: 2\n', ['a'], 'b: 2\n'],
    ['a: 1\nb: 2', ['b'], 'a: 1'],
    ['a: 1\r\nb: 2', ['b'], 'a: 1'],
    ['a: 1\r\nb: 2\r\n', ['b'], 'a: 1\r\n'],
    ['\ufeffa: 1\nb: 2\n', ['a'], '\ufeffb: 2\n'],
    ['a: 1 # one\nb: 2\n', ['a'], '# one\nb: 2\n'],
    ['# above\na: 1\n# between\nb: 2\n', ['a'], '# above\n# between\nb: 2\n'],
    ['b: 2\na:\n  - c: 1\n    d: |\n      text\n\n# end\n', ['a'], 'b: 2\n\n# end\n'],
    ['- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['- a: 1\n  # about b\n  b: 2\n', [0, 'a'], undefined],
    ['- a: 1\n  b: 2\n', [0, 'b'], '- a: 1\n'],
    ['s:\n  a: 1\n', ['s', 'a'], undefined],
    ['a: # one\n  1\nb: 2\n', ['a'], undefined],
    ['a:\n- 1 # one\n- 2\nb: 2\n', ['a'], undefined],
    ['{a: 1, b: 2}\n', ['a'], '{b: 2}\n'],
    ['{a: 1, b: 2}\n', ['b'], '{a: 1}\n'],
    ['{a: 1}\n', ['a'], '{}\n'],
    ['{\n  "a": 1,\n  "b": 2\n}\n', ['b'], '{\n  "a": 1\n}\n'],
    ['{a: 1, # one\n b: 2}\n', ['a'], undefined],
    ['{a: 1, b: }\n', ['b'], undefined],
    ['a: &n 1\nb: *n\n', ['a'], undefined],
    ['a: {c: &n 1}\nb: *n\n', ['a'], undefined],
    ['a: [1, {d: 2, e: [&n 3, 4]}]\nb: *n\n', ['a'], undefined],
    ['a: {c: 1, &n d: 2}\nb: *n\n', ['a'], undefined],
    ['b: &n [1]\na: {c: *n, d: [*n]}\n', ['a'], 'b: &n [1]\n'],
    ['a: 1\na: 2\nb: 3\n', ['b'], 'a: 1\na: 2\n'],
    // Items of lists.
    ['a:\n  - b: 1\n    c: 2\n  # about the second\n  - 3\n', ['a', 0], 'a:\n  # about the second\n  - 3\n'],
    ['a:\n- 1\n- 2 # two\nb: 1\n', ['a', 1], 'a:\n- 1\n# two\nb: 1\n'],
    ['- - 1\n  - 2\n', [0, 0], undefined],
    ['a: [1, 2, 3]\n', ['a', 1], 'a: [1, 3]\n'],
    ['a: [1]\n', ['a', 0], 'a: []\n'],
    ['{\n  "a": [\n    { "b": 1 }\n  ]\n}\n', ['a', 0], '{\n  "a": []\n}\n'],
    ['a: [ # one\n  1 ]\n', ['a', 0], 'a: [ # one\n   ]\n'],
    ['a: { b: 1 }\n', ['a', 'b'], 'a: {}\n'],
    ['a: [1, &n 2]\nb: *n\n', ['a', 0], undefined],
    ['a:\n- 1\n', ['a', 0], undefined],
  ])('%j %j', (text, path, expected) => {
    expect(patched(text, path, remove)).toBe(expected);
  });
});

test('a change that does something else is seen', () => {
  const text = 'a: 1\na: 2\nb: [1, {c: d}]\n---\ne: &x {f: 1}\ng: *x\n';
  const set = { document: 0, path: ['x'], set: 1 } as const;
  const seen = (after: string, ...changes: Parameters<typeof differsBy>[2]): boolean =>
    differsBy(new SourceFile('a', text), new SourceFile('a', after), changes);
  expect(seen(text)).toBe(true);
  expect(seen(text, set)).toBe(false);
  expect(seen(`x: 1\n${text}`, set)).toBe(true);
  expect(seen(`x: "1"\n${text}`, set)).toBe(false);
  expect(seen(`x: 1\ny: 1\n${text}`, set)).toBe(false);
  expect(seen(`x: 1\n${text.replace('d', 'e')}`, set)).toBe(false);
  expect(seen(`x: 1\n${text.replace('f: 1', 'f: 2')}`, set)).toBe(false);
  expect(seen(`x: 1\n${text}---\nh: 1\n`, set)).toBe(false);
  expect(seen(`x: 1\n${text.replace('b: [1, {c: d}]', 'b: [1, {c: d}, 2]')}`, set)).toBe(false);
  const list = { ...set, set: [1, { c: [null] }] };
  expect(seen(`x: [1, {c: [null]}]\n${text}`, list)).toBe(true);
  for (const other of ['[1, {c: [0]}]', '[1, {c: [null], d: 1}]', '[1, {c: {}}]', '[1, {d: [null]}]', '[1]', '{1: 1}'])
    expect(seen(`x: ${other}\n${text}`, list)).toBe(false);
  // Without the last of two keys, the first one counts.
  expect(seen(text.replace('a: 2\n', ''), { document: 0, path: ['a'], remove: true })).toBe(false);
  expect(seen(text.replace('a: 2\nb: [1, {c: d}]', 'b: [1, {c: d}]\na: 2'), set)).toBe(false);
});

test('a list item behind a long word is written in time, and behind a tag not at all', () => {
  const comment = `# ${'!'.repeat(200_000)}.`;
  expect(patched(`a:\n${comment} b\n- c\n`, ['a', 0], { set: 'd' })).toBe(`a:\n${comment} b\n- d\n`);
  expect(patched(`a:\n${comment}\n- c\n`, ['a', 0], { set: 'd' })).toBe(`a:\n${comment}\n- d\n`);
  expect(patched('a: [!!str c]\n', ['a', 0], { set: 'd' })).toBeUndefined();
  expect(patched('a:\n- !x\n  c\n', ['a', 0], { set: 'd' })).toBeUndefined();
});

test('each item of a long list is taken out in time', () => {
  const [document] = readDocuments(new SourceFile('a.yaml', `a:\n${'- { b: 1 }\n'.repeat(5000)}`)).documents;
  if (document === undefined) throw new Error('not read');
  const items = Field.root(document).get('a').items();
  const edits = items.map((field) => editOfPatch({ field, remove: true }));
  expect(edits.map((edit) => edit?.range.start.line)).toEqual(items.map((_, index) => index + 1));
});
