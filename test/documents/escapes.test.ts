import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';

/** What is wrong with a text of which only the library makes nodes, as of any with a tag. */
const problemsOf = (quoted: string): string[] => {
  const file = new SourceFile('a.yaml', `kind: ConfigMap\ndata: { a: !!str "${quoted}" }\n`);
  return readDocuments(file).problems.map(({ message }) => message);
};

test('a slash behind an escaped backslash is a slash; an escaped one Kubernetes rejects', () => {
  expect(problemsOf('/api')).toEqual([]);
  expect(problemsOf(String.raw`\\/api\\/cart`)).toEqual([]);
  for (const text of [String.raw`\/api`, String.raw`\\\/api`, String.raw`\\/api\/cart`])
    expect(problemsOf(text), text).toEqual(['Kubernetes rejects the escape "\\/" in YAML']);
});
