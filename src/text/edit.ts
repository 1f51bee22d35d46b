import type { Range } from './position.ts';
import { LineIndex, comparePositions } from './position.ts';

/** Replaces a range of a text; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/**
 * The text after all edits, which refer to the text before any of them.
 * @throws RangeError when two edits overlap.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  const sorted = [...edits].sort((a, b) => comparePositions(a.range.start, b.range.start));
  let result = '';
  let last = 0;
  for (const edit of sorted) {
    const start = lines.offset(edit.range.start);
    if (start < last) throw new RangeError('overlapping edits');
    result += text.slice(last, start) + edit.newText;
    last = lines.offset(edit.range.end);
  }
  return result + text.slice(last);
}
