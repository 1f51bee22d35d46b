import { expect, test } from 'vitest';
import { suggestion } from '../../src/text/suggestion.ts';

test.each([
  ['of', ['off', 'info', 'warning', 'error'], 'off'],
  ['warn', ['off', 'info', 'warning', 'error'], 'warning'],
  ['hihg', ['high', 'medium', 'low'], 'high'],
  ['josn', ['pretty', 'json'], 'json'],
  ['al', ['safe', 'all'], 'all'],
  ['acount-defualt', ['account-default', 'account-missing'], 'account-default'],
])('%s among %j may mean %s', (name, names, meant) => {
  expect(suggestion(name, names)).toBe(` (did you mean "${meant}"?)`);
});

test.each([
  ['on', ['off', 'info', 'warning', 'error']],
  ['yaml', ['pretty', 'json', 'sarif', 'html']],
  ['age', ['name', 'verdict', 'account']],
  ['w', ['a', 'v']],
  ['', ['a', 'off']],
])('%j among %j means none of them', (name, names) => {
  expect(suggestion(name, names)).toBe('');
});
