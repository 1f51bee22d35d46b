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
