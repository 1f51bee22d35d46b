import { hash, plus, tab } from './codes.ts';
import { Doubt } from './doubt.ts';
import type { Lines } from './lines.ts';

const header = /^[|>][-+]? *$/;

/**
 * Finds the end of a literal or folded scalar (`|`, `>`, with `-` or `+`) whose header stands at an offset of the current
 * line; the line after it is then current.
 * @param column of the collection that it belongs to.
 */
export function blockScalarEnd(lines: Lines, start: number, column: number): number {
  const { codes, text } = lines;
  if (!header.test(text.slice(start, lines.lineEnd))) throw new Doubt();
  let indent = -1;
  /** Of the lines before the first that says something, the longest. */
  let leading = 0;
  let last = lines.first;
  let endsInSpaces = false;
  let end = lines.lineEnd;
  const from = end;
  lines.skim();
  while (!lines.atEnd()) {
    const own = lines.indent();
    if (lines.first < lines.lineEnd) {
      if (own <= column || (indent !== -1 && own < indent)) break;
      // Refused in front of what says how far the text is indented.
      if (indent === -1 && codes[lines.first] === tab) throw new Doubt();
      if (indent === -1) indent = own;
      last = lines.first;
      end = lines.lineEnd;
      endsInSpaces = false;
    } else {
      // What ends the line is no space of it.
      const spaces = lines.isCrlf && lines.lineEnd < lines.end ? own - 1 : own;
      if (indent === -1) leading = Math.max(leading, spaces);
      else endsInSpaces ||= spaces > indent;
    }
    lines.skim();
  }
  lines.look(from);
  const isEmpty = indent === -1;
  // Spaces at the end are content; of a block without content, and of a comment right below, the library knows best.
  if (
    endsInSpaces ||
    (isEmpty ? leading > 0 || codes[start + 1] === plus : leading > indent) ||
    (!lines.atEnd() && codes[lines.first] === hash && lines.indent() > column)
  )
    throw new Doubt();
  end = start + text.slice(start, end).trimEnd().length;
  // A last line of tabs.
  if (!isEmpty && end <= last) throw new Doubt();
  return end;
}

/** What a block scalar says; it ends with its last line that has more than spaces. */
export function blockText(text: string, start: number, end: number): string {
  const firstBreak = text.indexOf('\n', start);
  if (firstBreak === -1 || firstBreak >= end) return '';
  const found = text.indexOf('\n', end);
  const body = text.slice(firstBreak + 1, found === -1 ? text.length : found);
  const written = (body.includes('\r') ? body.replaceAll(/\r$|\r(?=\n)/g, '') : body).split('\n');
  const indent = written.find((line) => /[^ ]/.test(line))?.search(/[^ ]/) ?? 0;
  const lines = written.map((line) => line.slice(indent));
  const value = text[start] === '|' ? lines.join('\n') : folded(lines);
  const chomping = text[start + 1];
  if (chomping === '-' || found === -1) return value;
  return chomping === '+' ? value + breaksFrom(text, found) : `${value}\n`;
}

/** The line breaks from an offset on to where something is said again. */
function breaksFrom(text: string, offset: number): string {
  let count = 0;
  for (let at = offset; /[\r\n ]/.test(text[at] ?? ''); at += 1) if (text[at] === '\n') count += 1;
  return '\n'.repeat(count);
}

/** Joins lines with spaces, but those that are empty or start with a space of their own. */
function folded(lines: readonly string[]): string {
  let value = '';
  let before: string | undefined;
  let breaks = 0;
  for (const line of lines) {
    if (line === '') breaks += 1;
    else {
      if (before === undefined) value = '\n'.repeat(breaks);
      else if (/^[ \t]/.test(before) || /^[ \t]/.test(line)) value += '\n'.repeat(breaks + 1);
      else value += breaks === 0 ? ' ' : '\n'.repeat(breaks);
      value += line;
      before = line;
      breaks = 0;
    }
  }
  return value;
}
