import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { TextLook } from '../../src/documents/textLook.ts';

test('a document is looked through once, however many ask, and no other answers for it', () => {
  const { documents } = readDocuments(new SourceFile('a.yaml', 'a: token\n---\nb: c\n'));
  const [first, second] = documents;
  if (first === undefined || second === undefined) throw new Error('There are two documents');
  const looked: string[] = [];
  const look = new TextLook((text) => {
    looked.push(text);
    return text.includes('token');
  });
  expect([first, first, second, second, first].map((document) => look.in(document))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(looked).toEqual(['a: token\n', '\nb: c\n', 'a: token\n']);
});
