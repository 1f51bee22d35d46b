import { form } from './outline.ts';
import { resolvePlainScalar } from './scalar.ts';
import { Doubt, quotedForm } from './scalarReader.ts';

const letter = /[\w$./(]/;
const further = /[\w$./()@*+=-]/;
const charOf = (code: number): string => String.fromCharCode(code);
const firstOfKey = Uint8Array.from({ length: 128 }, (_, code) => (letter.test(charOf(code)) ? 1 : 0));
const inKey = Uint8Array.from({ length: 128 }, (_, code) => (further.test(charOf(code)) ? 1 : 0));
const longestWord = 5;

/** How a key is written that leaves no doubt: its name is what stands there, between quotes if there are any. */
export function checkKey(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  if (first === 34 || first === 39) {
    for (let at = start + 1; at < end - 1; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 9 || code === first || (code === 92 && first === 34)) throw new Doubt();
    }
    if (end < start + 2 || text.charCodeAt(end - 1) !== first) throw new Doubt();
    return quotedForm(text, start);
  }
  if (firstOfKey[first] !== 1) throw new Doubt();
  for (let at = start + 1; at < end; at += 1) if (inKey[text.charCodeAt(at)] !== 1) throw new Doubt();
  // Words and numbers may have another name: `yes` is `true`.
  if (first < 58 || end - start <= longestWord) {
    const written = text.slice(start, end);
    const value = resolvePlainScalar(written);
    if (value === null || String(value) !== written) throw new Doubt();
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Doubt();
  }
  return form.plain;
}
