import fc from 'fast-check';
import { expect, test } from 'vitest';
import knowledge from '../../src/evidence/knowledge/knowledge.json' with { type: 'json' };
import { requiredWords } from '../../src/evidence/knowledge/requiredWords.ts';

test.each([
  ['/run/secrets/kubernetes\\.io/token(?![\\w.-])', ['/run/secrets/kubernetes.io/token']],
  ['^--?(?:ingress-class|publish-service)(?:=|$)', ['ingress-class', 'publish-service']],
  ['abcd?', ['abc']],
  ['abcd*e', ['abc']],
  ['abcd+e', ['abcd']],
  ['abcd{0,2}', ['abc']],
  ['(?:abc)?def', ['def']],
  ['(?=abcdef)ghi', ['ghi']],
  ['(?<!abcdef)ghi', ['ghi']],
  ['(?<name>abcd)ef', ['abcd']],
  ['abc\\x27defg', ['defg']],
  ['[abcdef\\]]ghi', ['ghi']],
  ['abc|d', undefined],
  ['abc(?:|def)', ['abc']],
  ['\\bget\\s', ['get']],
  ['a.b', undefined],
])('%s', (pattern, words) => {
  expect(requiredWords(pattern)).toEqual(words);
});

const patterns = knowledge.signs.map(({ pattern }) => pattern);

test('most patterns have such words', () => {
  const found = patterns.filter((pattern) => requiredWords(pattern) !== undefined);
  expect(found.length / patterns.length).toBeGreaterThan(0.9);
});

test.each(patterns)('every text that %s matches holds one', (pattern) => {
  const words = requiredWords(pattern);
  if (words === undefined) return;
  // Texts cannot be made for assertions; without them a pattern matches more.
  const loose = new RegExp(pattern.replaceAll('\\b', '').replaceAll(/\(\?<?[=!][^()]*(?:\([^()]*\)[^()]*)*\)/g, ''));
  fc.assert(
    fc.property(fc.stringMatching(loose), (text) => words.some((word) => text.includes(word))),
    { numRuns: 50 },
  );
});
