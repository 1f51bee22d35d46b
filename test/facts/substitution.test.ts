import { expect, test } from 'vitest';
import { mayBecomeOther } from '../../src/facts/objects/substitution.ts';

test('a value of a variable alone, or of one among digits, may become another', () => {
  expect(['$AB', '1$AB_2.5', '${a}', '$(A)0', '{{ a }}', '<< inputs.a >>'].filter(mayBecomeOther)).toHaveLength(6);
  expect(['$A', '$a', '$AB!', '1'].filter(mayBecomeOther)).toEqual([]);
});

test('the name of a variable is read once, however long it is', () => {
  expect(mayBecomeOther(`$A${'0'.repeat(200_000)}!`)).toBe(false);
});
