import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { HiddenLines } from '../../src/reporters/hiddenLines.ts';

const hides = (text: string): boolean => new HiddenLines(new SourceFile('a.yaml', text)).has(3, 'hunter2');

test.each([
  ['kind: Secret'],
  ['"kind" : "SecretList"'],
  ['kind: S\\u0065cret'],
  ['kind: !!str Secret'],
  ['kind: !<tag:yaml.org,2002:str> &a Secret'],
])('a text that cannot be read and says %j shows no line', (kind) => {
  expect(hides(`# a\n${kind}\nstringData: {a: hunter2\n`)).toBe(true);
});

test('one that does not say so shows its lines', () => {
  expect(hides('kind: Pod # of Secrets\na: 1\nb: {a: hunter2\n')).toBe(false);
});

test.each(['kind: &', 'kind:&', 'kind: !a ', 'kind ', 'kind:\\', 'kind:"'])('many of %j are read in time', (text) => {
  expect(hides(`a: 'Secret ${text.repeat(100_000)}'\n`)).toBeTypeOf('boolean');
});
