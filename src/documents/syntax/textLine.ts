/** A line of a text, by offsets. */
export interface TextLine {
  /** Where it starts. */
  readonly start: number;
  /** Where what is written on it starts and ends. */
  readonly from: number;
  readonly to: number;
}

const blank = /[ \t]*/y;

/** The line that holds an offset. */
export function lineAt(text: string, offset: number): TextLine {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const end = newline === -1 ? text.length : newline;
  blank.lastIndex = start;
  blank.exec(text);
  const from = Math.min(blank.lastIndex, end);
  let to = end;
  while (to > from && /[ \t\r]/.test(text.charAt(to - 1))) to -= 1;
  return { start, from, to };
}

/** The lines before a line, from the nearest on. */
export function* linesBefore(text: string, { start }: TextLine): Generator<TextLine> {
  for (let line = start; line > 0;) {
    const before = lineAt(text, line - 1);
    yield before;
    line = before.start;
  }
}

/** The lines after a line. */
export function* linesAfter(text: string, { to }: TextLine): Generator<TextLine> {
  for (let newline = text.indexOf('\n', to); newline !== -1;) {
    const after = lineAt(text, newline + 1);
    yield after;
    newline = text.indexOf('\n', after.to);
  }
}
