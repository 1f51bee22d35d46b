import { expect, test } from 'vitest';
import { decode } from '../../src/inputs/readInput.ts';

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
