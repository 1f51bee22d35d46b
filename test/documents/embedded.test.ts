import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { embeddedDocuments } from '../../src/documents/embedded.ts';
import { Field } from '../../src/documents/field.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { partLocation } from '../../src/documents/scalarPart.ts';

function fieldOf(text: string): { field: Field; lines: readonly string[] } {
  const [document] = readDocuments(new SourceFile('a.yaml', text)).documents;
  if (document === undefined) throw new Error('no document');
  return { field: Field.root(document).get('a'), lines: text.split(/\r?\n/) };
}

/** What the place of a part covers in the text. */
function covered(text: string, part: string): string | undefined {
  const { field, lines } = fieldOf(text);
  const start = (field.string ?? '').indexOf(part);
  const { range } = partLocation(field, start, start + part.length);
  expect(range.end.line).toBe(range.start.line);
  return lines[range.start.line]?.slice(range.start.character, range.end.character);
}

test('a part of a string is found where the text says it plainly', () => {
  expect(covered('a: one two three', 'two')).toBe('two');
  expect(covered('a: "one two"', 'two')).toBe('two');
  expect(covered("a: 'one two'", 'two')).toBe('two');
  expect(covered('a: |\n  one\n\n    two three\n  four\n', 'three')).toBe('three');
  expect(covered('a: |-\n  one', 'one')).toBe('one');
  expect(covered('a: |2\n    one\n  two', 'one')).toBe('one');
  expect(covered('a: |\r\n  one\r\n  two x\r\n', 'two')).toBe('two');
});

test('otherwise it is the place of the value', () => {
  expect(covered('a: "one\\ttwo"', 'two')).toBe('"one\\ttwo"');
  expect(covered("a: 'it''s two'", 'two')).toBe("'it''s two'");
  expect(covered('a: >\n  one\n  two\n', 'two')).toBe('a');
  expect(covered('a: |\n  one\n  two\n', 'one\ntwo')).toBe('a');
});

test('documents in a literal block keep their places', () => {
  const text = 'a: |\n  # first\n  b: 1\n  ---\n  c:\n    - d: x\n  --- # third\n  ---\nb: 2\n';
  const roots = embeddedDocuments(fieldOf(text).field);
  expect(roots.map((root) => root.fields().map(({ segment }) => segment))).toEqual([['b'], ['c']]);
  const { start } = roots[1]?.at('c', 0, 'd').valueLocation.range ?? {};
  expect(start).toEqual({ line: 5, character: 9 });
});

test('what is no literal block of YAML holds no documents', () => {
  for (const text of ['a: "b: 1"', 'a: >\n  b: 1\n', 'a: |\n  b: [\n', 'a: |\n', 'a: 1']) {
    expect(embeddedDocuments(fieldOf(text).field), text).toEqual([]);
  }
});
