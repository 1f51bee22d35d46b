import { apostrophe, backslash, colon, digits, letters, quote, tab, tableOf } from './codes.ts';
import { Doubt } from './doubt.ts';
import type { Lines } from './lines.ts';
import { form } from './outline.ts';
import { mayBeWord, resolvePlainScalar } from './scalar.ts';
import { quotedForm } from './scalarReader.ts';

const word = `${letters}${digits}_`;
const firstOfKey = tableOf(`${word}$./(`);
const inKey = tableOf(`${word}$./()@*+=-`);

/** How a key is written that leaves no doubt: its name is what stands there, between quotes if there are any. */
export function checkKey({ codes, text }: Lines, start: number, end: number): number {
  const first = codes[start] ?? 0;
  if (first === quote || first === apostrophe) {
    for (let at = start + 1; at < end - 1; at += 1) {
      const code = codes[at];
      if (code === tab || code === first || (code === backslash && first === quote)) throw new Doubt();
    }
    if (end < start + 2 || codes[end - 1] !== first) throw new Doubt();
    return quotedForm(codes, start);
  }
  if (firstOfKey[first] !== 1) throw new Doubt();
  for (let at = start + 1; at < end; at += 1) if (inKey[codes[at] ?? 0] !== 1) throw new Doubt();
  // Words and numbers may have another name: `yes` is `true`.
  if (first < colon || mayBeWord(first, end - start)) {
    const written = text.slice(start, end);
    const value = resolvePlainScalar(written);
    if (value === null || String(value) !== written) throw new Doubt();
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Doubt();
  }
  return form.plain;
}
