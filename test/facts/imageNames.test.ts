import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { Field } from '../../src/documents/field.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { ImageNames } from '../../src/facts/kustomize/imageNames.ts';

test('what an image may be called is found once, however many entries ask', () => {
  const text =
    'images: [{ name: a, newName: b }, { name: b, newName: c }, "c=registry.example/d:2", { name: e, newTag: 1 }]';
  const entries = readDocuments(new SourceFile('a.yaml', text)).documents.flatMap((document) =>
    Field.root(document).itemsAt('images'),
  );
  const names = new ImageNames(entries);
  expect([...names.of('a:1')]).toEqual(['a:1', 'a', 'b', 'c', 'registry.example/d']);
  expect([...names.of('e')]).toEqual(['e']);
  expect(names.of('a:1')).toBe(names.of('a:1'));
});
