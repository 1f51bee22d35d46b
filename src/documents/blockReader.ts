import { blockScalarEnd } from './blockScalar.ts';
import {
  type Codes,
  apostrophe,
  bar,
  colon,
  dash,
  greater,
  hash,
  newline,
  openList,
  openMap,
  percent,
  quote,
  space,
} from './codes.ts';
import { Doubt } from './doubt.ts';
import { readFlow } from './flowReader.ts';
import { Lines } from './lines.ts';
import { OutlineWriter, form } from './outline.ts';
import { outlinedNode } from './outlinedNode.ts';
import type { ReadResult } from './readProblem.ts';
import { checkStart, plainEnd, quotedForm, quotedLinesEnd } from './scalarReader.ts';
import { checkKey } from './keys.ts';

/**
 * Reads one document of the block YAML that manifests are written in, many times faster than the library.
 * Nothing where the text leaves a doubt (anchors, tags, tabs, …): the library, which is the
 * reference, reads it then. The two agree on every value and every range (test/documents/readers.test.ts).
 */
export function readBlockYaml(text: string, start: number, end: number): ReadResult | undefined {
  try {
    const lines = new Lines(text.slice(start, end));
    writer.start(text, start, lines.codes);
    const isBehindDashes = text.charCodeAt(start - 1) === dash;
    if (!new BlockReader(lines).document(isBehindDashes)) return { root: undefined, problems: [] };
    const outline = writer.finish();
    return { root: outlinedNode(outline, outline.root), problems: [], outline };
  } catch (error) {
    if (error instanceof Doubt || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** One document is read at a time. */
const writer = new OutlineWriter();

/** The library refuses keys that are a little longer, with the spaces behind them. */
const longestKey = 1000;

class BlockReader {
  readonly #lines: Lines;
  readonly #codes: Codes;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#codes = lines.codes;
  }

  /** Whether there is something in it. */
  document(isBehindDashes: boolean): boolean {
    // What follows `---` on its own line is part of the document.
    if (isBehindDashes && !this.#lines.isBlank()) throw new Doubt();
    this.#lines.skipBlank();
    if (this.#lines.atEnd()) return false;
    const { first, text } = this.#lines;
    if (this.#lines.indent() !== 0 || text.startsWith('...', first) || this.#codes[first] === percent)
      throw new Doubt();
    // JSON, which says all in one collection.
    if (isFlowStart(this.#codes[first])) this.#value(first, -1);
    else this.#block(0);
    if (!this.#lines.atEnd()) throw new Doubt();
    return true;
  }

  /** The block collection that starts at the current line, in this column. The result is its end, as of all that follow. */
  #block(column: number): number {
    return this.#isDash(this.#lines.first) ? this.#sequence(column) : this.#mapping(column, this.#lines.first);
  }

  #isDash(at: number): boolean {
    if (this.#codes[at] !== dash) return false;
    const after = this.#codes[at + 1];
    return at + 1 >= this.#lines.lineEnd || after === space || after === newline;
  }

  #sequence(column: number): number {
    const cell = writer.open(form.sequence, this.#lines.first);
    let end = this.#lines.first;
    while (!this.#lines.atEnd() && this.#lines.indent() === column && this.#isDash(this.#lines.first)) {
      end = this.#item(column);
      this.#lines.skipBlank();
    }
    if (!this.#lines.atEnd() && this.#lines.indent() > column) throw new Doubt();
    writer.close(cell, end);
    return end;
  }

  #item(column: number): number {
    let at = this.#lines.first + 1;
    while (at < this.#lines.lineEnd && this.#codes[at] === space) at += 1;
    if (at >= this.#lines.lineEnd) {
      const below = this.#nextSaying();
      if (this.#lines.atEnd() || this.#lines.indent() <= column) throw new Doubt();
      return this.#nested(column, below);
    }
    // A comment, or a list in a list: rare, and the library knows best.
    const code = this.#codes[at];
    if (code === hash || this.#isDash(at)) throw new Doubt();
    if (!isFlowStart(code) && this.#colon(at) !== undefined) return this.#mapping(at - this.#lines.start, at);
    return this.#value(at, column);
  }

  /** A mapping whose keys stand in this column; the first one lies at `at`, perhaps after a dash. */
  #mapping(column: number, at: number): number {
    const cell = writer.open(form.map, at);
    let end = at;
    let keyAt = at;
    for (;;) {
      const colonAt = this.#colon(keyAt);
      if (colonAt === undefined || colonAt - keyAt > longestKey) throw new Doubt();
      let keyEnd = colonAt;
      while (this.#codes[keyEnd - 1] === space) keyEnd -= 1;
      const keyForm = checkKey(this.#lines, keyAt, keyEnd);
      if (!writer.key(cell, keyForm, keyAt, keyEnd)) throw new Doubt();
      end = this.#mapValue(keyEnd, colonAt, column);
      this.#lines.skipBlank();
      if (this.#lines.atEnd() || this.#lines.indent() < column) break;
      if (this.#lines.indent() > column || this.#isDash(this.#lines.first)) throw new Doubt();
      keyAt = this.#lines.first;
    }
    writer.close(cell, end);
    return end;
  }

  /** The place of the `:` after the key at an offset of the current line, if one is there: a space or the line's end follows it. */
  #colon(at: number): number | undefined {
    const mark = this.#codes[at];
    const { colon: first, lineEnd } = this.#lines;
    if (mark === quote || mark === apostrophe) {
      const end = this.#codes.subarray(at + 1, lineEnd).indexOf(mark) + at + 2;
      return end > at + 1 && this.#isColon(end) ? end : undefined;
    }
    return first >= at ? first : undefined;
  }

  #isColon(at: number): boolean {
    if (this.#codes[at] !== colon) return false;
    return at + 1 >= this.#lines.lineEnd || this.#codes[at + 1] === space;
  }

  #mapValue(keyEnd: number, colonAt: number, column: number): number {
    let at = colonAt + 1;
    while (at < this.#lines.lineEnd && this.#codes[at] === space) at += 1;
    if (at < this.#lines.lineEnd && this.#codes[at] !== hash) return this.#value(at, column);
    if (at < this.#lines.lineEnd && at === colonAt + 1) throw new Doubt();
    const below = this.#nextSaying();
    if (!this.#lines.atEnd()) {
      if (this.#lines.indent() > column) return this.#nested(column, below);
      // A list may stand in the column of its key.
      if (this.#lines.indent() === column && this.#isDash(this.#lines.first)) return this.#sequence(column);
    }
    writer.scalar(form.empty, keyEnd, keyEnd);
    return keyEnd;
  }

  /** Goes to the next line that says something; the result is where the line after the current one starts. */
  #nextSaying(): number {
    this.#lines.next();
    const below = this.#lines.start;
    this.#lines.skipBlank();
    return below;
  }

  /** What stands on the lines below its key or dash: a block, or what `toYaml` makes of nothing: `{}`, `[]`, `""`. */
  #nested(column: number, below: number): number {
    const { first } = this.#lines;
    const code = this.#codes[first];
    if (!isFlowStart(code) && (this.#isDash(first) || this.#colon(first) !== undefined))
      return this.#block(this.#lines.indent());
    // Behind comments, the library refuses some plain scalars.
    if (this.#lines.text.slice(below, this.#lines.start).includes('#')) throw new Doubt();
    return this.#value(first, column);
  }

  /** The scalar or flow collection that starts at an offset of the current line; then the next line is current. */
  #value(at: number, column: number): number {
    const code = this.#codes[at];
    if (code === bar || code === greater) {
      const end = blockScalarEnd(this.#lines, at, column);
      writer.scalar(form.block, at, end);
      return end;
    }
    if (isFlowStart(code)) return this.#finished(readFlow(this.#lines, at, column, writer), column);
    if (code === quote || code === apostrophe) {
      const end = quotedLinesEnd(this.#lines, at, column);
      writer.scalar(quotedForm(this.#codes, at), at, end);
      return this.#finished(end, column);
    }
    return this.#plain(at, column);
  }

  #plain(start: number, column: number): number {
    let end = plainEnd(this.#lines, start);
    checkStart(this.#codes, start, end);
    while (this.#goesOn(end, column)) {
      if (this.#lines.isCrlf) throw new Doubt();
      end = plainEnd(this.#lines, this.#lines.first);
    }
    writer.scalar(form.plain, start, end);
    return end;
  }

  /** Checks that a value does not go on below. */
  #finished(end: number, column: number): number {
    this.#lines.moveTo(end);
    if (this.#goesOn(end, column)) throw new Doubt();
    return end;
  }

  /**
   * Goes to the next line that says something, and tells whether it belongs to the value before. Nothing but a comment may
   * follow that on its line, and what comes after a comment does not belong to it.
   */
  #goesOn(end: number, column: number): boolean {
    let at = end;
    while (at < this.#lines.lineEnd && this.#codes[at] === space) at += 1;
    const isCommented = at < this.#lines.lineEnd;
    if (isCommented && (this.#codes[at] !== hash || at === end)) throw new Doubt();
    const below = this.#nextSaying();
    if (this.#lines.atEnd() || this.#lines.indent() <= column) return false;
    if (isCommented || this.#lines.text.slice(below, this.#lines.start).includes('#')) throw new Doubt();
    return true;
  }
}

function isFlowStart(code: number | undefined): boolean {
  return code === openMap || code === openList;
}
