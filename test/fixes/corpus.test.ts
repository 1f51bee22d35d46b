import { describe, expect, test } from 'vitest';
import { expectSoundFixes } from '../support/fixes.ts';
import { inputsOf } from '../support/inputs.ts';

const folders = ['corpus/rendered', 'corpus/plain', 'conformance'].map(
  (name) => [name, inputsOf('../shared', name)] as const,
);

describe.each(folders)('fixes of ../shared/%s', (name, inputs) => {
  // Line ends have one place in the code: every fourth file tells.
  const formats: readonly (readonly [string, number, (text: string) => string])[] = [
    ['as it is', 1, (text) => text],
    ['with CRLF, without its last line end', 4, (text) => text.trimEnd().replaceAll(/\r?\n/g, '\r\n')],
  ];

  test.skipIf(inputs.length === 0).each(formats)(
    `%s: each changes its field alone, its finding goes, and a second run does nothing (skipped where ../shared/${name} is absent)`,
    (_format, every, format) => {
      let count = 0;
      for (const { uri, text } of inputs.filter((_input, at) => at % every === 0)) {
        count += expectSoundFixes(uri, format(text));
      }
      expect(count).toBeGreaterThan(20 / every);
    },
    600_000,
  );
});
