import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';

const head = 'apiVersion: v1\nkind: Thing\n';

/** The first tab is the fault. */
const refused = [
  'spec:\n\t\n  a: b\n',
  'spec:\n  \t\n  a: b\n',
  'spec:\n  a: b\n\t\n',
  'spec:\n  a: b\n  \t# c\n  d: e\n',
  'spec:\n  a: "b"\n      \t\n  c: d\n',
  'spec:\n  a: b # c\n      \t\n  d: e\n',
  'spec:\n  - a\n\t\n  - b\n',
  'spec:\n  -\ta\n',
  'spec:\n  - \t{ a: b }\n',
  'spec:\n  -\t\n    a: b\n',
  'spec:\n  -\t|\n    a\n',
  'spec:\n  ?\ta\n  : b\n',
  'spec:\n  ? a\n  :\tb\n',
  'spec: |\n  a\n\nb:\n-\tc\n',
  'spec: |\n  \ta\n',
  'spec:\n  - >-\n\n    \t\n    a\n',
];

const taken = [
  'spec:\t\n  a:\tb\t# c\n',
  'spec:\n  a: b\n      \t\n  c: d\n',
  'spec:\n  - a\n   \t\n  - b\n',
  'spec:\n  a: [\tb,\n\t"c" ]\n',
  'spec:\n  a: |\t\n    b\n    \tc\n    \t\n',
  'spec:\n  a: "b\n\t\n    \tc"\n',
  'spec:\n  a: &x\tb\n  c\t: *x\t\n',
  'spec: |2\n  \ta\nb: "\n\n  \tc"\n',
  'spec: { a:\tb }\n...\n\t\n',
];

// What sigs.k8s.io/yaml 1.6 (kubectl, the API server) and go.yaml.in/yaml/v3 (kustomize, but for `...`) say was asked of them.
test.each(refused)('%j: the tab is refused', (body) => {
  const { problems } = readDocuments(new SourceFile('tabs.yaml', head + body));
  const [line, character] = placeOf(head + body);
  expect(problems).toMatchObject([
    {
      code: 'yaml-syntax',
      message: 'A tab where YAML wants spaces or nothing',
      range: { start: { line, character } },
    },
  ]);
});

test.each(taken)('%j: the tabs are spaces', (body) => {
  expect(readDocuments(new SourceFile('tabs.yaml', head + body)).problems).toEqual([]);
});

test('tabs in JSON are spaces', () => {
  expect(readDocuments(new SourceFile('tabs.json', '{\n\t"kind": "Thing"\n}\n\t\n')).problems).toEqual([]);
});

function placeOf(text: string): [number, number] {
  const lines = text.slice(0, text.indexOf('\t')).split('\n');
  return [lines.length - 1, lines.at(-1)?.length ?? 0];
}
