import { form } from './outline.ts';
import { resolvePlainScalar } from './scalar.ts';

/** The text leaves a doubt: the library reads the document. */
export class Doubt extends Error {}

const space = 32;
const tab = 9;
const hash = 35;
const colon = 58;
const quote = 34;
const apostrophe = 39;
const backslash = 92;

/**
 * Where a plain scalar outside of flow collections ends: before a comment or the line's trailing spaces. Leaves no doubt
 * that it is one.
 */
export function plainEnd(text: string, start: number, lineEnd: number): number {
  let end = start;
  for (let at = start; at < lineEnd; at += 1) {
    const code = text.charCodeAt(at);
    if (code === space) continue;
    if (code === hash && at > start && text.charCodeAt(at - 1) === space) break;
    if (code === tab || (code === colon && endsKey(text, at, lineEnd))) throw new Doubt();
    end = at + 1;
  }
  checkStart(text, start, end);
  return end;
}

function endsKey(text: string, at: number, end: number): boolean {
  return at + 1 === end || text.charCodeAt(at + 1) === space;
}

// What may not start a plain scalar: an indicator, or one that a space makes one.
const indicators = ',[]{}#&*!|>\'"%@`';
const indicatorsBeforeSpace = '-?:';
const [plus, minus, dot] = [43, 45, 46];

/** Leaves no doubt that a plain scalar, whose bounds are known, is one. */
export function checkPlain(text: string, start: number, end: number): void {
  checkStart(text, start, end);
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === tab || (code === colon && endsKey(text, at, end))) throw new Doubt();
  }
}

function checkStart(text: string, start: number, end: number): void {
  const first = text.charCodeAt(start);
  const char = text[start] ?? '';
  if (start === end || indicators.includes(char)) throw new Doubt();
  if (indicatorsBeforeSpace.includes(char) && (end === start + 1 || text.charCodeAt(start + 1) === space))
    throw new Doubt();
  // Numbers that JSON cannot say.
  if (first === dot || first === plus || first === minus) {
    const value = resolvePlainScalar(text.slice(start, end));
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Doubt();
  }
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', t: '\t', r: '\r' };

/** How a text that starts with a quote is written. */
export function quotedForm(text: string, start: number): number {
  return text.charCodeAt(start) === quote ? form.double : form.single;
}

/** Where a quoted scalar ends, on its line; of escapes, only the common ones leave no doubt. */
export function quotedEnd(text: string, start: number, lineEnd: number): number {
  const mark = text.charCodeAt(start);
  for (let at = start + 1; at < lineEnd; at += 1) {
    const code = text.charCodeAt(at);
    if (code === tab) throw new Doubt();
    if (code === backslash && mark === quote) {
      if (escapes[text[at + 1] ?? ''] === undefined || at + 1 >= lineEnd) throw new Doubt();
      at += 1;
    } else if (code === mark) {
      if (mark !== apostrophe || text.charCodeAt(at + 1) !== apostrophe) return at + 1;
      at += 1;
    }
  }
  throw new Doubt();
}

/** What a quoted scalar says; its end is known. */
export function quotedText(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === apostrophe) return written.includes("''") ? written.replaceAll("''", "'") : written;
  return written.includes('\\') ? written.replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char) : written;
}

/** What a literal block scalar says, `|` or `|-`; it ends with its last line that has more than spaces. */
export function literalText(text: string, start: number, end: number): string {
  const header = text.indexOf('\n', start);
  const found = text.indexOf('\n', end);
  const lines = text.slice(header + 1, found === -1 ? text.length : found).split('\n');
  const indent = lines.find((line) => /[^ ]/.test(line))?.search(/[^ ]/) ?? 0;
  const value = lines.map((line) => line.slice(indent)).join('\n');
  return text.slice(start, header) === '|-' ? value : `${value}\n`;
}
