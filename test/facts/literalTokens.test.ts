import { expect, test } from 'vitest';
import { literalTokens } from '../../src/facts/tokens/literalTokens.ts';
import { factsOf } from '../support/oracle.ts';

test('a token that is written several times is one, with all its places', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [one, two] = ['a', 'b'].map((sub) => `${encode({ alg: 'none' })}.${encode({ sub })}.`);
  const manifest = `apiVersion: v1\nkind: ConfigMap\ndata:\n  one: ${String(one)}\n  two: ${String(two)}\n  again: ${String(one)}\n`;
  const found = factsOf(manifest).resources.flatMap(literalTokens);
  expect(found.map(({ field, others }) => [field, ...others].map(({ segment }) => segment))).toEqual([
    ['one', 'again'],
    ['two'],
  ]);
});

test('a token that one text repeats thousands of times is found in time, in one place', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${encode({ alg: 'none' })}.${encode({ sub: 'a' })}.`;
  const manifest = `apiVersion: v1\nkind: ConfigMap\ndata:\n  one: "${`${token}\\n`.repeat(5000)}"\n`;
  const found = factsOf(manifest).resources.flatMap(literalTokens);
  expect(found.map(({ field, others, jwt }) => [field.partLocation(jwt.text).range.start.character, others])).toEqual([
    [8, []],
  ]);
});
