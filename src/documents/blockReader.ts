import { readFlow } from './flowReader.ts';
import { OutlineWriter, form } from './outline.ts';
import { outlinedNode } from './outlinedNode.ts';
import type { ReadResult } from './readProblem.ts';
import { Doubt, plainEnd, quotedEnd, quotedForm } from './scalarReader.ts';
import { checkKey } from './keys.ts';

/**
 * Reads one document of the block YAML that manifests are written in, many times faster than the library.
 * Nothing where the text leaves a doubt (anchors, tags, tabs, values over several lines, …): the library, which is the
 * reference, reads it then. The two agree on every value and every range (test/documents/readers.test.ts).
 */
export function readBlockYaml(text: string, start: number, end: number): ReadResult | undefined {
  writer.start(text);
  try {
    if (!new BlockReader(text, start, end).document()) return { root: undefined, problems: [] };
    const outline = writer.finish();
    return { root: outlinedNode(outline, outline.root), problems: [], outline };
  } catch (error) {
    if (error instanceof Doubt || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** One document is read at a time. */
const writer = new OutlineWriter();

const space = 32;
const hash = 35;
const dash = 45;
const newline = 10;
const colon = 58;

// Control characters and carriage returns, other line breaks of Unicode, byte order marks.
const doubtfulText = /[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ufeff\ufffe\uffff]/;

class BlockReader {
  readonly #text: string;
  readonly #end: number;
  /** Start of the line that is looked at, its first character that is no space, and its end. */
  #line: number;
  #first = 0;
  #lineEnd = 0;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#end = end;
    this.#line = start;
  }

  /** Whether there is something in it. */
  document(): boolean {
    if (doubtfulText.test(this.#text.slice(this.#line, this.#end))) throw new Doubt();
    this.#scanLine();
    // What follows `---` on its own line is part of the document.
    if (!this.#isBlank() && this.#line > 0 && this.#text.charCodeAt(this.#line - 1) === dash) throw new Doubt();
    this.#skipBlank();
    if (this.#atEnd()) return false;
    if (this.#indent() !== 0 || this.#text.startsWith('...', this.#first) || this.#text.charCodeAt(this.#first) === 37)
      throw new Doubt();
    this.#block(0);
    if (!this.#atEnd()) throw new Doubt();
    return true;
  }

  #atEnd(): boolean {
    return this.#line >= this.#end;
  }

  #indent(): number {
    return this.#first - this.#line;
  }

  /** Finds the bounds of the line at `#line`. */
  #scanLine(): void {
    const found = this.#text.indexOf('\n', this.#line);
    this.#lineEnd = found === -1 || found > this.#end ? this.#end : found;
    let first = this.#line;
    while (first < this.#lineEnd && this.#text.charCodeAt(first) === space) first += 1;
    this.#first = first;
  }

  #nextLine(): void {
    this.#line = Math.min(this.#lineEnd + 1, this.#end);
    this.#scanLine();
  }

  /** Whether the line is empty or a comment. */
  #isBlank(): boolean {
    return this.#first >= this.#lineEnd || this.#text.charCodeAt(this.#first) === hash;
  }

  #skipBlank(): void {
    while (!this.#atEnd() && this.#isBlank()) this.#nextLine();
  }

  /** The block collection that starts at the current line, in this column. The result is its end, as of all that follow. */
  #block(column: number): number {
    return this.#isDash(this.#first) ? this.#sequence(column) : this.#mapping(column, this.#first);
  }

  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== dash) return false;
    const after = this.#text.charCodeAt(at + 1);
    return at + 1 >= this.#lineEnd || after === space || after === newline;
  }

  #sequence(column: number): number {
    const cell = writer.open(form.sequence, this.#first);
    let end = this.#first;
    while (!this.#atEnd() && this.#indent() === column && this.#isDash(this.#first)) {
      end = this.#item(column);
      this.#skipBlank();
    }
    if (!this.#atEnd() && this.#indent() > column) throw new Doubt();
    writer.close(cell, end);
    return end;
  }

  #item(column: number): number {
    let at = this.#first + 1;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    // An item on the lines after its dash, or none: rare, and the library knows best.
    if (at >= this.#lineEnd || this.#text.charCodeAt(at) === hash || this.#isDash(at)) throw new Doubt();
    if (this.#keyEnd(at) !== undefined) return this.#mapping(at - this.#line, at);
    return this.#value(at, column);
  }

  /** A mapping whose keys stand in this column; the first one lies at `at`, perhaps after a dash. */
  #mapping(column: number, at: number): number {
    const cell = writer.open(form.map, at);
    let end = at;
    let keyAt = at;
    for (;;) {
      const keyEnd = this.#keyEnd(keyAt);
      if (keyEnd === undefined) throw new Doubt();
      const keyForm = checkKey(this.#text, keyAt, keyEnd);
      if (!writer.key(cell, keyForm, keyAt, keyEnd)) throw new Doubt();
      end = this.#mapValue(keyEnd, column);
      this.#skipBlank();
      if (this.#atEnd() || this.#indent() < column) break;
      if (this.#indent() > column || this.#isDash(this.#first)) throw new Doubt();
      keyAt = this.#first;
    }
    writer.close(cell, end);
    return end;
  }

  /** Where the key at an offset ends, if one is there: before a `:` that a space or the line's end follows. */
  #keyEnd(at: number): number | undefined {
    const code = this.#text.charCodeAt(at);
    if (code === 34 || code === 39) {
      const end = at + this.#text.slice(at, this.#lineEnd).indexOf(this.#text[at] ?? '', 1) + 1;
      return end > at && this.#isColon(end) ? end : undefined;
    }
    for (let end = at; end < this.#lineEnd; end += 1) {
      if (this.#text.charCodeAt(end) === colon && this.#isColon(end)) return end;
    }
    return undefined;
  }

  #isColon(at: number): boolean {
    if (this.#text.charCodeAt(at) !== colon) return false;
    return at + 1 >= this.#lineEnd || this.#text.charCodeAt(at + 1) === space;
  }

  #mapValue(keyEnd: number, column: number): number {
    let at = keyEnd + 1;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    if (at < this.#lineEnd && this.#text.charCodeAt(at) !== hash) return this.#value(at, column);
    if (at < this.#lineEnd && at === keyEnd + 1) throw new Doubt();
    this.#nextLine();
    const below = this.#line;
    this.#skipBlank();
    if (!this.#atEnd()) {
      if (this.#indent() > column) return this.#nested(column, this.#line === below);
      // A list may stand in the column of its key.
      if (this.#indent() === column && this.#isDash(this.#first)) return this.#sequence(column);
    }
    writer.scalar(form.empty, keyEnd, keyEnd);
    return keyEnd;
  }

  /** What stands on the lines below its key: a block, or what `toYaml` makes of nothing: `{}`, `[]`, `""`. */
  #nested(column: number, isRightBelow: boolean): number {
    const code = this.#text.charCodeAt(this.#first);
    const isFlow = code === 123 || code === 91;
    if (!isFlow && (this.#isDash(this.#first) || this.#keyEnd(this.#first) !== undefined))
      return this.#block(this.#indent());
    // Behind comments, the library refuses some plain scalars.
    if (code === 124 || !isRightBelow) throw new Doubt();
    return this.#value(this.#first, column);
  }

  /** The scalar or flow collection that starts at an offset of the current line; then the next line is current. */
  #value(at: number, column: number): number {
    const code = this.#text.charCodeAt(at);
    if (code === 124) return this.#literal(at, column);
    if (code === 123 || code === 91) {
      return this.#finished(readFlow(this.#text, at, this.#lineEnd, writer), column);
    }
    const isQuoted = code === 34 || code === 39;
    const end = isQuoted ? quotedEnd(this.#text, at, this.#lineEnd) : plainEnd(this.#text, at, this.#lineEnd);
    writer.scalar(isQuoted ? quotedForm(this.#text, at) : form.plain, at, end);
    return this.#finished(end, column);
  }

  /** Checks that nothing but a comment follows a value, and that it does not go on below. */
  #finished(end: number, column: number): number {
    let at = end;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    if (at < this.#lineEnd && (this.#text.charCodeAt(at) !== hash || at === end)) throw new Doubt();
    this.#nextLine();
    this.#skipBlank();
    if (!this.#atEnd() && this.#indent() > column) throw new Doubt();
    return end;
  }

  /** A literal block scalar: `|` or `|-`; what `|+` keeps at the end of a text is left to the library. */
  #literal(start: number, column: number): number {
    const header = this.#text.slice(start, this.#lineEnd);
    if (header !== '|' && header !== '|-') throw new Doubt();
    let indent = -1;
    let last = this.#first;
    let endsInSpaces = false;
    let end = this.#lineEnd;
    this.#nextLine();
    while (!this.#atEnd()) {
      const own = this.#indent();
      if (this.#first < this.#lineEnd) {
        if (own <= column || (indent !== -1 && own < indent)) break;
        if (indent === -1) indent = own;
        last = this.#first;
        end = this.#lineEnd;
        endsInSpaces = false;
      } else if (indent === -1) {
        if (own > column + 1) throw new Doubt();
      } else endsInSpaces ||= own > indent;
      this.#nextLine();
    }
    // Spaces at the end are content; a comment right below may be; a block without content is rare.
    if (
      indent === -1 ||
      endsInSpaces ||
      (!this.#atEnd() && this.#text.charCodeAt(this.#first) === hash && this.#indent() > column)
    )
      throw new Doubt();
    end = start + this.#text.slice(start, end).trimEnd().length;
    // A last line of tabs.
    if (end <= last) throw new Doubt();
    writer.scalar(form.block, start, end);
    return end;
  }
}
