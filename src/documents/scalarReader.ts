import {
  type Codes,
  apostrophe,
  backslash,
  colon,
  dash,
  digit0,
  digit9,
  dot,
  hash,
  letterU,
  newline,
  plus,
  quote,
  space,
  tab,
  digits,
  tableOf,
  tilde,
} from './codes.ts';
import { Doubt } from './doubt.ts';
import type { Lines } from './lines.ts';
import { form } from './outline.ts';

/**
 * Where what the current line holds of a plain scalar outside of flow collections ends: before a comment or the line's
 * trailing spaces. Leaves no doubt that it is one.
 */
export function plainEnd({ codes, lineEnd, colon: key, isMixed }: Lines, start: number): number {
  let end = lineEnd;
  if (isMixed || key >= start) end = mixedEnd(codes, start, lineEnd);
  while (end > start && codes[end - 1] === space) end -= 1;
  return end;
}

/** Where a comment starts, or the line ends. */
function mixedEnd(codes: Codes, start: number, lineEnd: number): number {
  for (let at = start; at < lineEnd; at += 1) {
    const code = codes[at];
    if (code === hash && at > start && codes[at - 1] === space) return at;
    if (code === tab || (code === colon && endsKey(codes, at, lineEnd))) throw new Doubt();
  }
  return lineEnd;
}

function endsKey(codes: Codes, at: number, end: number): boolean {
  return at + 1 === end || codes[at + 1] === space;
}

// What may not start a plain scalar: an indicator, or one that a space makes one.
const isIndicator = tableOf(',[]{}#&*!|>\'"%@`');
const isIndicatorBeforeSpace = tableOf('-?:');
const isInInteger = tableOf(`${digits}abcdefABCDEFxobXOB_`);
/** Shorter numbers are below 1e308, whatever their base. */
const longestNumber = 250;

/** Leaves no doubt that a plain scalar, whose bounds are known, is one. */
export function checkPlain(codes: Codes, start: number, end: number): void {
  checkStart(codes, start, end);
  for (let at = start; at < end; at += 1) {
    const code = codes[at];
    if (code === tab || (code === colon && endsKey(codes, at, end))) throw new Doubt();
  }
}

/** Leaves no doubt that what starts here, and ends here at least on its first line, is a plain scalar. */
export function checkStart(codes: Codes, start: number, end: number): void {
  const first = codes[start] ?? 0;
  if (start === end || isIndicator[first] === 1) throw new Doubt();
  if (isIndicatorBeforeSpace[first] === 1 && (end === start + 1 || codes[start + 1] === space)) throw new Doubt();
  // Numbers that JSON cannot say: `.inf`, `.nan`, and those beyond what a float holds.
  const magnitude = first === plus || first === dash ? start + 1 : start;
  const code = codes[magnitude] ?? 0;
  if (code === dot && end === magnitude + 4 && isNoNumber(codes, magnitude + 1)) throw new Doubt();
  const isLong = code >= digit0 && code <= digit9 && end - start > longestNumber;
  if (isLong && codes.subarray(magnitude, end).every((one) => isInInteger[one] === 1)) throw new Doubt();
}

/** `inf` or `nan`, in whatever case. */
function isNoNumber(codes: Codes, start: number): boolean {
  return /^(?:inf|nan)$/i.test(String.fromCharCode(...codes.subarray(start, start + 3)));
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', ' ': ' ', n: '\n', t: '\t', r: '\r' };
const isEscape = tableOf(Object.keys(escapes).join(''));

/** How a text that starts with a quote is written. */
export function quotedForm(codes: Codes, start: number): number {
  return codes[start] === quote ? form.double : form.single;
}

/** Where a quoted scalar ends, on its line; of escapes, only the common ones leave no doubt. */
export function quotedEnd(codes: Codes, start: number, lineEnd: number): number {
  const end = closingQuote(codes, start + 1, lineEnd, codes[start]);
  if (end === undefined) throw new Doubt();
  return end;
}

/**
 * The same of one that may go on below, on lines that are indented further than the collection around it; its last line
 * is then current.
 */
export function quotedLinesEnd(lines: Lines, start: number, column: number): number {
  const { codes } = lines;
  let from = start + 1;
  for (;;) {
    const end = closingQuote(codes, from, lines.lineEnd, codes[start]);
    if (end !== undefined) return end;
    if (lines.isCrlf) throw new Doubt();
    const isEscaped = codes[lines.lineEnd - 1] === backslash;
    lines.next();
    const isEmpty = lines.first >= lines.lineEnd;
    if (lines.atEnd() || (isEmpty ? isEscaped : lines.indent() <= column)) throw new Doubt();
    from = lines.first;
  }
}

/** The place after a closing quote; nothing where the line ends before. */
function closingQuote(codes: Codes, from: number, lineEnd: number, mark: number | undefined): number | undefined {
  for (let at = from; at < lineEnd; at += 1) {
    const code = codes[at];
    if (code === tab || code === newline) throw new Doubt();
    if (code === backslash && mark === quote) {
      at += 1;
      if (at >= lineEnd) continue;
      if (codes[at] === letterU) checkUnicode(codes, at + 1);
      else if (isEscape[codes[at] ?? 0] !== 1) throw new Doubt();
    } else if (code === mark) {
      if (mark !== apostrophe || codes[at + 1] !== apostrophe) return at + 1;
      at += 1;
    }
  }
  return undefined;
}

/** Leaves no doubt that four digits stand for a character: halves of one, and control characters, do. */
function checkUnicode(codes: Codes, start: number): void {
  let code = 0;
  for (let at = start; at < start + 4; at += 1) {
    const digit = Number.parseInt(String.fromCharCode(codes[at] ?? newline), 16);
    if (Number.isNaN(digit)) throw new Doubt();
    code = code * 16 + digit;
  }
  if (code < space || (code > tilde && code < 0xa0) || (code >= 0xd800 && code < 0xe000) || code > 0xfffd)
    throw new Doubt();
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
    if (char.startsWith('u')) return String.fromCharCode(Number.parseInt(char.slice(1), 16));
    return char.startsWith('\n') ? '' : (escapes[char] ?? char);
  });
}

// Runs of spaces are taken whole, whether or not a line ends after them: looked through from each space, they take long.
const lineFold = / +(?:\n[ \n]*)?|\n[ \n]*/g;
const escapeOrFold = /\\(\n *|u[\da-fA-F]{4}|.)| +(?:\n[ \n]*)?|\n[ \n]*/g;

/** What is between words: lines are joined with a space, or with as many line breaks as there are empty lines between. */
function foldedBreaks(between: string): string {
  const breaks = between.split('\n').length - 1;
  if (breaks === 0) return between;
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}
