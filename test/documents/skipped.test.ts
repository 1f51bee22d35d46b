import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';

const definition = 'kind: CustomResourceDefinition\nspec: {}\n';

/** Whether each document of a text is read. */
function areRead(text: string): boolean[] {
  return readDocuments(new SourceFile('a.yaml', text)).documents.map(({ node }) => node !== undefined);
}

test('a kind without facts is not read, whatever the documents around it are', () => {
  expect(areRead(definition)).toEqual([false]);
  expect(areRead(`kind: Pod\n---\n${definition}---\nkind: Pod\n---\n{ kind: Pod }\n---\na: b\n`)).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  expect(areRead(`${definition}kind: Pod\n`)).toEqual([true]);
  expect(areRead(`a: b\n---\n${definition}`)).toEqual([true, false]);
});

test('for the kind of a document no other one is looked through', () => {
  const count = 60_000;
  const read = areRead(`a: ${'x'.repeat(400)}\n---\n`.repeat(count) + definition);
  expect(read.filter((is) => is)).toHaveLength(count);
});
