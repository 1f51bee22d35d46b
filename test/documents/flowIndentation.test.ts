import { describe, expect, test } from 'vitest';
import type { Node, ScalarValue } from '../../src/documents/node.ts';
import { readYaml } from '../../src/documents/yamlReader.ts';

/** The scalars of a node as they are written, with their values. */
function* scalars(node: Node, text: string): Generator<[string, ScalarValue]> {
  if (node.kind === 'scalar') yield [text.slice(node.start, node.end), node.value];
  else if (node.kind === 'sequence') for (const item of node.items) yield* scalars(item, text);
  else for (const { value } of node.entries.values()) yield* scalars(value, text);
}

function read(text: string): [string, ScalarValue][] {
  const { root, problems } = readYaml(text, 0);
  expect(problems).toEqual([]);
  return root === undefined ? [] : [...scalars(root, text)];
}

// What sigs.k8s.io/yaml 1.4 reads in each was compared with its own answer.
const wellIndented = {
  'a list': 'spec:\n  command: [ "/bin/sh",\n    "-ce", # why\n    server ]\n  image: a\n',
  'a mapping and its end': 'labels: {\n  a: b,\n  c: "d: }"\n  }\nkind: Pod\n',
  'a mapping in a list': '- {name: a,\n   image: "nginx:1.27"}\n- b\n',
  'one in the other, twice': 'a: [{b: [1,\n  2], c:\n  "]"},\n  3]\nd: {e:\n  f}\ng: 1\n',
  'an apostrophe in a word': "a: [it's,\n  'b''c', !!str \"d\", &x [\n  e]]\nf: 1\n",
  'lines that end in CR LF': 'a: [b,\r\n  c]\r\nd: e\r\n',
};

describe('lines within brackets, braces and quotes may stand anywhere', () => {
  test.each(Object.entries(wellIndented))('%s', (_, text) => {
    const [needed, enough] = text.startsWith('spec:') ? ['\n    ', '\n  '] : ['\n  ', '\n'];
    expect(text).toContain(needed);
    expect(read(text.replaceAll(needed, enough))).toEqual(read(text));
  });

  test('a text in quotes has its lines folded', () => {
    const text = 'args:\n  - "curl \\\n  -H \\"A: b\\" \\\n  c"\n  - \'d\n\n  e\'\nf: g\n';
    expect(read(text)).toEqual([
      ['"curl \\\n  -H \\"A: b\\" \\\n  c"', 'curl -H "A: b" c'],
      ["'d\n\n  e'", 'd\ne'],
      ['g', 'g'],
    ]);
  });

  test.each([
    ['a: [b,\nc\nd: e\n', 'no end'],
    ['a: "b\nc: d\n', 'no end'],
    ['a: "b\n---\nc"\n', 'the end of the document within'],
    ['a: [b,\nc]\nd: [e]]\n', 'something else that is wrong'],
  ])('%j stays unread: %s', (text) => {
    const { root, problems } = readYaml(text, 0);
    expect(root).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['yaml-syntax']);
  });

  test('beside empty texts, and such that end in quotes', () => {
    expect(
      read('a: {\n"x": "y"\n}\nb: \'\'\nc: \'d\'\'\'\ne: ""\nf: "g\\""\nh: "\\\\"\n').map(([, value]) => value),
    ).toEqual(['y', '', "d'", '', 'g"', '\\']);
  });

  test('thousands of them are read', () => {
    const lists = (count: number): string =>
      Array.from({ length: count }, (_, index) => `k${String(index)}: [a,\nb]\n`).join('');
    expect(read(lists(3000))).toHaveLength(6000);
  });
});
