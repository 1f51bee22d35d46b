import { type TextLine, lineAt, linesAfter, linesBefore } from './textLine.ts';

export const deeper = 'This line is indented deeper than the key above it, which has a value already';
const deeperItem = 'This list item is indented deeper than the one above it';
const between = 'This line is indented less than the line above it, and like none that it could belong to';
const itemOfKeys = 'This list item stands among the keys of a mapping';
const keyOfItems = 'This line stands in the column of the list items above it, but does not begin with "- "';

/** Why the indentation of a line does not fit the lines before it; `undefined` where it does, or where that is not certain. */
export function misfitOf(text: string, line: TextLine): string | undefined {
  const column = line.from - line.start;
  const isItem = startsItem(text, line.from);
  let isNearest = true;
  /** What is indented like this or further belongs to a line between. */
  let bound = Infinity;
  for (const above of linesBefore(text, line)) {
    if (above.from === above.to || text.startsWith('#', above.from)) continue;
    if (text.slice(above.start, above.from).includes('\t')) return undefined;
    const columns = columnsOf(text, above);
    const first = above.from - above.start;
    if (isNearest && isItem && columns.length > 1 && first < column) return deeperItem;
    if (isNearest && (columns[0] ?? 0) < column) return hasValue(text, above) ? deeper : undefined;
    isNearest = false;
    for (const [index, one] of columns.entries()) {
      if (one >= bound) continue;
      const isItems = index > 0;
      if (one === column) return isItem === isItems ? undefined : isItem ? itemOfKeys : keyOfItems;
      if (one < column) return between;
    }
    bound = Math.min(bound, first);
  }
  return isNearest ? undefined : between;
}

/** The columns in which something starts on a line, from the last on: all but that one are dashes. */
function columnsOf(text: string, { start, from }: TextLine): number[] {
  const columns = [from - start];
  for (let at = from; startsItem(text, at);) {
    at += 1;
    while (text[at] === ' ') at += 1;
    columns.push(at - start);
  }
  return columns.reverse();
}

function startsItem(text: string, at: number): boolean {
  return text.startsWith('- ', at);
}

/** Whether a line ends with the value of its key. */
function hasValue(text: string, { from, to }: TextLine): boolean {
  return /^(?:- +)*[^\s"'[\]{}#&*!|>][^:#]*:[ \t]+[^\s#&!|>]/.test(text.slice(from, to));
}

/** The first line with text from an offset on, where nothing but spaces stand between. */
export function lineFrom(text: string, offset: number): TextLine | undefined {
  const line = lineAt(text, offset);
  if (offset > line.from) return undefined;
  if (line.from < line.to) return line;
  for (const below of linesAfter(text, line)) if (below.from < below.to) return below;
  return undefined;
}
