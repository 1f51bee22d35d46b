import type { Lines } from './lines.ts';
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
const newline = 10;
const backslash = 92;

/**
 * Where what one line holds of a plain scalar outside of flow collections ends: before a comment or the line's trailing
 * spaces. Leaves no doubt that it is one.
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

/** Leaves no doubt that what starts here, and ends here at least on its first line, is a plain scalar. */
export function checkStart(text: string, start: number, end: number): void {
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

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', ' ': ' ', n: '\n', t: '\t', r: '\r' };

/** How a text that starts with a quote is written. */
export function quotedForm(text: string, start: number): number {
  return text.charCodeAt(start) === quote ? form.double : form.single;
}

/** Where a quoted scalar ends, on its line; of escapes, only the common ones leave no doubt. */
export function quotedEnd(text: string, start: number, lineEnd: number): number {
  const end = closingQuote(text, start + 1, lineEnd, text.charCodeAt(start));
  if (end === undefined) throw new Doubt();
  return end;
}

/**
 * The same of one that may go on below, on lines that are indented further than the collection around it; its last line
 * is then current.
 */
export function quotedLinesEnd(lines: Lines, start: number, column: number): number {
  const { text } = lines;
  let from = start + 1;
  for (;;) {
    const end = closingQuote(text, from, lines.lineEnd, text.charCodeAt(start));
    if (end !== undefined) return end;
    const isEscaped = text.charCodeAt(lines.lineEnd - 1) === backslash;
    lines.next();
    const isEmpty = lines.first >= lines.lineEnd;
    if (lines.atEnd() || (isEmpty ? isEscaped : lines.indent() <= column)) throw new Doubt();
    from = lines.first;
  }
}

/** The place after a closing quote; nothing where the line ends before. */
function closingQuote(text: string, from: number, lineEnd: number, mark: number): number | undefined {
  for (let at = from; at < lineEnd; at += 1) {
    const code = text.charCodeAt(at);
    if (code === tab || code === newline) throw new Doubt();
    if (code === backslash && mark === quote) {
      at += 1;
      if (at < lineEnd && escapes[text[at] ?? ''] === undefined) throw new Doubt();
    } else if (code === mark) {
      if (mark !== apostrophe || text.charCodeAt(at + 1) !== apostrophe) return at + 1;
      at += 1;
    }
  }
  return undefined;
}

/** What a plain scalar says as a text: its lines are one. */
export function plainText(text: string, start: number, end: number): string {
  const written = text.slice(start, end);
  return written.includes('\n') ? written.replaceAll(lineFold, foldedBreaks) : written;
}

/** What a quoted scalar says; its end is known. */
export function quotedText(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === apostrophe) {
    const joined = written.includes('\n') ? written.replaceAll(lineFold, foldedBreaks) : written;
    return joined.includes("''") ? joined.replaceAll("''", "'") : joined;
  }
  if (!written.includes('\\') && !written.includes('\n')) return written;
  return written.replaceAll(escapeOrFold, (whole, char: string | undefined) => {
    if (char === undefined) return foldedBreaks(whole);
    return char.startsWith('\n') ? '' : (escapes[char] ?? char);
  });
}

// Runs of spaces are taken whole, whether or not a line ends after them: looked through from each space, they take long.
const lineFold = / +(?:\n[ \n]*)?|\n[ \n]*/g;
const escapeOrFold = /\\(\n *|.)| +(?:\n[ \n]*)?|\n[ \n]*/g;

/** What is between words: lines are joined with a space, or with as many line breaks as there are empty lines between. */
function foldedBreaks(between: string): string {
  const breaks = between.split('\n').length - 1;
  if (breaks === 0) return between;
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}
