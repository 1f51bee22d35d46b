import { expect, test } from 'vitest';
import { redactTokens } from '../../src/text/redact.ts';
import { jwt } from '../support/manifests.ts';

test.each(['', 'a', 'ab', 'apiVersion: v1\nkind: Config\ntoken: '])(
  'a token in a text in base64, behind %j',
  (before) => {
    const encoded = Buffer.from(`${before}${jwt}\n`).toString('base64');
    expect(redactTokens(`kubeconfig: ${encoded} # x`)).toBe(`kubeconfig: ${encoded.slice(0, 4)}…(redacted) # x`);
  },
);

test('base64 without a token, digests and paths stay', () => {
  const text = `image@sha256:${'0123456789abcdef'.repeat(4)} ${Buffer.from('no token in here at all, whatever it is').toString('base64')}`;
  expect(redactTokens(text)).toBe(text);
});
