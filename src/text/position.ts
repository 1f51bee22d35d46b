/** A place in a text: 0-based line and UTF-16 code unit, as in the Language Server Protocol. SARIF adds 1 to both. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of text; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Order of two positions in a text: negative when `a` comes first. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

const lineEnds: ReadonlySet<string> = new Set(['\n', '\r']);

/** The first line of every text starts at 0. */
let scratch = new Int32Array(1024);

/** Translates offsets of one text to positions and back. Lines end in `\n`, `\r\n` or `\r`, as in LSP. */
export class LineIndex {
  readonly #text: string;
  #starts: Int32Array | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get lineCount(): number {
    return this.#lineStarts().length;
  }

  position(offset: number): Position {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  offset(position: Position): number {
    const start = this.#lineStarts()[position.line];
    return start === undefined ? this.#text.length : Math.min(start + position.character, this.#text.length);
  }

  /** The text of a line without its line end, or a part of it: of the one line of a large file, little is wanted. */
  line(number: number, from = 0, to = Infinity): string {
    const start = this.#lineStarts()[number];
    if (start === undefined) return '';
    const end = start + this.lengthOf(number);
    return this.#text.slice(Math.min(start + from, end), Math.min(start + to, end));
  }

  /** The length of a line without its line end. */
  lengthOf(number: number): number {
    const starts = this.#lineStarts();
    const start = starts[number] ?? this.#text.length;
    let end = starts[number + 1] ?? this.#text.length;
    while (end > start && lineEnds.has(this.#text[end - 1] ?? '')) end -= 1;
    return end - start;
  }

  #lineStarts(): Int32Array {
    if (this.#starts !== undefined) return this.#starts;
    const text = this.#text;
    if (text.includes('\r') && /\r(?!\n)/.test(text)) {
      const ends = Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length);
      return (this.#starts = new Int32Array([0, ...ends]));
    }
    // Grown by hand: a list of numbers takes several times as long, and as much memory.
    let count = 1;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      if (count === scratch.length) {
        const more = new Int32Array(count * 2);
        more.set(scratch);
        scratch = more;
      }
      scratch[count] = at + 1;
      count += 1;
    }
    return (this.#starts = scratch.slice(0, count));
  }
}
