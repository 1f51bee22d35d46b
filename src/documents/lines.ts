import { type Codes, codesOf, colon, hash, newline, space, tab, tilde } from './codes.ts';
import { Doubt } from './doubt.ts';

// Control characters and carriage returns that end no line, other line breaks of Unicode, byte order marks.
const doubtfulText = /[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ufeff\ufffe\uffff]/;
/** The same that are above `~`. */
const doubtfulCodes = new Set([0x7f, 0x85, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff]);

/**
 * The lines of a document, one after the other; offsets are its own. Each line is looked through once, and leaves a doubt
 * where it holds what manifests do not: only one document's lines can be read at a time.
 */
export class Lines {
  readonly text: string;
  readonly codes: Codes;
  /** The text's end. */
  readonly end: number;
  /** Whether all lines end in `\r\n`, of which the first is taken for a space: what goes on over several lines is a doubt then. */
  readonly isCrlf: boolean;
  /** Of the current line: its start, its first character that is no space, and its end. */
  start = 0;
  first = 0;
  lineEnd = 0;
  /** The place of its first `:` that a space or the line's end follows; -1 where there is none. */
  colon = -1;
  /** Whether it has another such, a tab or a `#`: then it takes a closer look to tell where a value ends. */
  isMixed = false;

  constructor(text: string) {
    this.isCrlf = text.includes('\r') && !/(?:^|[^\r])\n/.test(text);
    this.text = this.isCrlf ? text.replaceAll('\r\n', ' \n') : text;
    this.codes = codesOf(this.text);
    this.end = text.length;
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

  /** Goes to the next line without a look at what it says, beyond how far it is indented: `look` is for later. */
  skim(): void {
    this.start = Math.min(this.lineEnd + 1, this.end);
    this.first = this.#indentEnd();
    const found = this.text.indexOf('\n', this.first);
    this.lineEnd = found === -1 ? this.end : found;
  }

  /** Looks through the lines that were skimmed since an offset, and the current one. */
  look(from: number): void {
    if (doubtfulText.test(this.text.slice(from, this.start))) throw new Doubt();
    this.#scan();
  }

  /** Makes the line of an offset current that does not lie before the current one. */
  moveTo(offset: number): void {
    while (offset > this.lineEnd) this.next();
  }

  /** Whether the line is empty or a comment. */
  isBlank(): boolean {
    return this.first >= this.lineEnd || this.codes[this.first] === hash;
  }

  skipBlank(): void {
    while (!this.atEnd() && this.isBlank()) this.next();
  }

  #indentEnd(): number {
    let at = this.start;
    while (at < this.end && this.codes[at] === space) at += 1;
    return at;
  }

  #scan(): void {
    const { codes, end } = this;
    let at = this.#indentEnd();
    this.first = at;
    let key = -1;
    let isMixed = false;
    for (; at < end; at += 1) {
      const code = codes[at] ?? newline;
      if (code > colon && code <= tilde) continue;
      if (code === newline) break;
      if (code === colon) {
        const after = codes[at + 1];
        if (at + 1 < end && after !== space && after !== newline) continue;
        if (key === -1) key = at;
        else isMixed = true;
      } else if (code === hash || code === tab) isMixed = true;
      else if (code < space || (code > tilde && doubtfulCodes.has(code))) throw new Doubt();
    }
    this.lineEnd = at;
    this.colon = key;
    this.isMixed = isMixed;
  }
}
