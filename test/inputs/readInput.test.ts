import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { decode, readInput, readStream } from '../../src/inputs/readInput.ts';

test(
  'the byte that is no UTF-8 is found behind replacement characters that somebody wrote, however many',
  { timeout: 20_000 },
  () => {
    for (const many of [0, 1, 1_000_000]) {
      const bytes = Buffer.concat([Buffer.from(`a: é${'\ufffd'.repeat(many)}`), Buffer.from([0xe9, 0xff, 0x0a])]);
      expect(decode(bytes, 'a.yaml')).toMatchObject({
        problem: {
          message: 'Not in UTF-8: the byte 0xE9, "é" in Windows-1252, is no part of it here',
          range: { start: { line: 0, character: 4 + many } },
        },
      });
    }
  },
);

const endless = '/dev/zero';

test.skipIf(!existsSync(endless))('what never ends is read as far as a text may be long', () => {
  expect(readInput(endless, 'a.yaml').problem?.message).toBe('Could not be read: it is larger than a text can be');
});

test('a stream that never ends is read as far as a text may be long', async () => {
  const chunk = Buffer.alloc(2 ** 27);
  const stream = Readable.from(
    (function* () {
      for (;;) yield chunk;
    })(),
  );
  const { problem } = await readStream(stream, 'stdin');
  expect(problem?.message).toBe('Could not be read: it is larger than a text can be');
});

test('a long file is read to its end', () => {
  const path = 'package-lock.json';
  const text = readFileSync(path, 'utf8');
  expect(text.length).toBeGreaterThan(65_536);
  expect(readInput(path, 'a.json').file?.text).toBe(text);
});
