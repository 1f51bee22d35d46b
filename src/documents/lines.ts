const space = 32;
const hash = 35;

/** The lines of a part of a text, one after the other. */
export class Lines {
  readonly text: string;
  /** The part's end. */
  readonly end: number;
  /** Of the current line: its start, its first character that is no space, and its end. */
  start: number;
  first = 0;
  lineEnd = 0;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.start = start;
    this.#scan();
  }

  atEnd(): boolean {
    return this.start >= this.end;
  }

  indent(): number {
    return this.first - this.start;
  }

  next(): void {
    this.start = Math.min(this.lineEnd + 1, this.end);
    this.#scan();
  }

  /** Makes the line of an offset current that does not lie before the current one. */
  moveTo(offset: number): void {
    while (offset > this.lineEnd) this.next();
  }

  /** Whether the line is empty or a comment. */
  isBlank(): boolean {
    return this.first >= this.lineEnd || this.text.charCodeAt(this.first) === hash;
  }

  skipBlank(): void {
    while (!this.atEnd() && this.isBlank()) this.next();
  }

  #scan(): void {
    const found = this.text.indexOf('\n', this.start);
    this.lineEnd = found === -1 || found > this.end ? this.end : found;
    let first = this.start;
    while (first < this.lineEnd && this.text.charCodeAt(first) === space) first += 1;
    this.first = first;
  }
}
