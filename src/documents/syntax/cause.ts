import type { ErrorCode } from 'yaml';
import { deeper, lineFrom, misfitOf } from './misfit.ts';
import { lineAt, linesAfter, linesBefore } from './textLine.ts';
import { isWithinFlow, unclosedBefore } from './unclosed.ts';

/** What the library stumbled over. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** What is wrong with a text, and where. */
export interface Cause {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

type Look = (text: string, fault: Fault) => Cause | undefined;

/**
 * What led to a fault, where the text leaves no doubt: the library tells where it could not go on, which may be far below.
 * Nothing is quoted from the text, which may be a secret.
 */
export function causeOf(text: string, fault: Fault): Cause | undefined {
  for (const look of looks) {
    const cause = look(text, fault);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

const conflict: Look = (text) => {
  const marker = /^(?:<{7}|\|{7}|>{7})(?: .*)?$/m.exec(text);
  if (marker === null) return undefined;
  const { from, to } = lineAt(text, marker.index);
  return { start: from, end: to, message: 'This line is of a Git conflict: resolve it first' };
};

const tab: Look = (_text, { code, pos: [start, end] }) =>
  code === 'TAB_AS_INDENT' ? { start, end, message: 'A tab in the indentation: YAML wants spaces there' } : undefined;

const unclosed: Look = (text, { pos }) => {
  const found = unclosedBefore(text, pos[0]);
  if (found === undefined) return undefined;
  const { at, before } = found;
  const char = text.charAt(at);
  const isText = char === '"' || char === "'";
  const opened = `This ${isText ? 'quote' : char} was opened here and is`;
  const message =
    before === 'text'
      ? `${opened} closed only on a later line, before more text`
      : before !== 'end'
        ? `${opened} not closed before the next ${before}`
        : !isJson(text)
          ? `${opened} not closed`
          : isText
            ? 'The JSON ends inside the string that was opened here'
            : `The JSON ends before this ${char} is closed`;
  return { start: at, end: at + 1, message };
};

function isJson(text: string): boolean {
  return /^\s*[[{][\s[{]*"/.test(text);
}

/** What looks like a space and is none to YAML. */
const oddSpace = /:([\u00a0\u2000-\u200a\u202f\u3000])/;
const oddIndentation = /^ *([\u00a0\u2000-\u200a\u202f\u3000])/;

function spaceWords(space: string | undefined): string {
  return space === '\u00a0' ? 'a no-break space' : 'no plain space';
}

/** The line that cannot be read, or the one above it, which looks as if it were indented. */
const oddlyIndented: Look = (text, { pos: [start] }) => {
  const line = lineAt(text, start);
  const [above = line] = linesBefore(text, line);
  for (const { start: begin, to } of [above, line]) {
    const odd = oddIndentation.exec(text.slice(begin, to));
    if (odd === null) continue;
    const at = begin + odd[0].length - 1;
    const message = `In the indentation stands ${spaceWords(odd[1])}, which YAML takes for a letter`;
    return { start: at, end: at + 1, message };
  }
  return undefined;
};

/** A line that is meant to stand between two documents. */
const separator: Look = (text, { pos: [start] }) => {
  const line = lineAt(text, start);
  const [above = line] = linesBefore(text, line);
  for (const { start: begin, from, to } of [line, above]) {
    if (begin === from && /^(?:-|--|-{4,}|[\u2013\u2014]-?)$/.test(text.slice(from, to)))
      return { start: from, end: to, message: 'The line between two documents is written with three dashes: ---' };
  }
  return undefined;
};

const secondText: Look = (_text, { message, pos: [start, end] }) =>
  /^Unexpected flow-(?:map|seq)-start at node end/.test(message)
    ? { start, end, message: 'Another text begins here, without a line with --- before it' }
    : undefined;

const comma: Look = (text, { code, message, pos: [start, end] }) => {
  const [, or] = /^Missing ,( or :)? between/.exec(message) ?? [];
  if (message.startsWith('Missing ,'))
    return { start, end, message: `A comma${or === undefined ? '' : ' or a colon'} is missing before this` };
  if (code !== 'MULTILINE_IMPLICIT_KEY' || !isWithinFlow(text, start)) return undefined;
  return { start, end: lineAt(text, start).to, message: 'A comma is missing behind this' };
};

const surplus: Look = (text, { message, pos: [start, end] }) =>
  /^Unexpected flow-(?:map|seq)-end token/.test(message)
    ? { start, end, message: `This ${text.charAt(start)} closes nothing that was opened` }
    : undefined;

const listBesideKey: Look = (_text, { message, pos: [start, end] }) =>
  message.startsWith('Unexpected block-seq-ind on same line with key')
    ? { start, end, message: 'A list begins on the line below its key' }
    : undefined;

const withoutColon: Look = (text, { code, message, pos: [start] }) => {
  if (code !== 'MULTILINE_IMPLICIT_KEY' && !message.startsWith('Implicit map keys need')) return undefined;
  const { from, to } = lineAt(text, start);
  const words = text.slice(start, to);
  const isLine = /^(?:- +)*$/.test(text.slice(from, start)) && /^[\w./$<=]/.test(words);
  if (!isLine || /:(?:[ \t]|$)/.test(words) || isWithinFlow(text, start)) return undefined;
  const odd = oddSpace.exec(words);
  if (odd !== null) {
    const at = start + odd.index + 1;
    const message = `Behind this colon stands ${spaceWords(odd[1])}, which YAML takes for a letter`;
    return { start: at, end: at + 1, message };
  }
  const isGlued = /^[^\s:]+:(?!\/\/)/.test(words);
  return {
    start,
    end: to,
    message: isGlued ? 'No space follows the colon of this key' : 'This line has no ": " between a key and its value',
  };
};

const nested: Look = (text, { message, pos: [start] }) => {
  if (!message.startsWith('Nested mappings') || /["'[{]/.test(text.charAt(start))) return undefined;
  const line = lineAt(text, start);
  const holdsKey = /:(?:[ \t]|$)/;
  const [value = ''] = text.slice(start, line.to).split(/[ \t]#/, 1);
  if (holdsKey.test(value)) {
    return {
      start,
      end: start + value.trimEnd().length,
      message: 'This value holds ": ", as a key does: put it in quotes',
    };
  }
  for (const { from, to } of linesAfter(text, line)) {
    if (holdsKey.test(text.slice(from, to))) return { start: from, end: to, message: deeper };
  }
  return undefined;
};

const misfit: Look = (text, { code, message, pos: [offset] }) => {
  const isOfLines =
    /^All (?:mapping|sequence) items|^Sequence item without|^A block sequence|^Unexpected scalar at node end/.test(
      message,
    ) || code === 'MULTILINE_IMPLICIT_KEY';
  const line = isOfLines ? lineFrom(text, offset) : undefined;
  const why = line === undefined ? undefined : misfitOf(text, line);
  return line === undefined || why === undefined ? undefined : { start: line.from, end: line.to, message: why };
};

const behindEnd: Look = (text, { message, pos: [start, end] }) => {
  if (!message.startsWith('Unexpected scalar at node end')) return undefined;
  const [, closing] = /(["'\]}])[ \t]*$/.exec(text.slice(lineAt(text, start).from, start)) ?? [];
  if (closing === undefined) return undefined;
  const name = closing === ']' || closing === '}' ? closing : 'quote';
  return { start, end, message: `Text follows the closing ${name} of this value` };
};

const reserved: Look = (text, { code, pos: [start, end] }) =>
  code === 'BAD_SCALAR_START'
    ? { start, end, message: `A text that begins with ${text.charAt(start)} needs quotes` }
    : undefined;

/** From the surest on. */
const looks: readonly Look[] = [
  conflict,
  tab,
  unclosed,
  oddlyIndented,
  separator,
  secondText,
  comma,
  surplus,
  listBesideKey,
  withoutColon,
  nested,
  misfit,
  behindEnd,
  reserved,
];
