import {
  type Codes,
  apostrophe,
  closeList,
  closeMap,
  colon,
  comma,
  dot,
  hash,
  newline,
  openList,
  openMap,
  quote,
  space,
  tableOf,
} from './codes.ts';
import { Doubt } from './doubt.ts';
import { checkKey } from './keys.ts';
import type { Lines } from './lines.ts';
import { type OutlineWriter, form } from './outline.ts';
import { checkPlain, quotedEnd, quotedForm } from './scalarReader.ts';

/**
 * A flow collection: `[get, list]`, `{ name: web, port: 80 }`. Where it goes on below, its lines are indented further than
 * the collection around it, which starts in `column`. The result is its end.
 */
export function readFlow(lines: Lines, start: number, column: number, writer: OutlineWriter): number {
  return new FlowReader(lines, column, writer).collection(start);
}

/** Characters that a plain scalar does not hold without a doubt. */
const notPlain = tableOf(',[]{}:#"\'&*!|>%@`\t\n?');

class FlowReader {
  readonly #lines: Lines;
  readonly #codes: Codes;
  readonly #end: number;
  readonly #column: number;
  readonly #writer: OutlineWriter;
  #depth = 0;

  constructor(lines: Lines, column: number, writer: OutlineWriter) {
    this.#lines = lines;
    this.#codes = lines.codes;
    this.#end = lines.end;
    this.#column = column;
    this.#writer = writer;
  }

  collection(start: number): number {
    this.#depth += 1;
    if (this.#depth > 20) throw new Doubt();
    const end = this.#codes[start] === openList ? this.#sequence(start) : this.#mapping(start);
    this.#depth -= 1;
    return end;
  }

  #sequence(start: number): number {
    const cell = this.#writer.open(form.flowSequence, start);
    let at = this.#skip(start + 1);
    while (this.#code(at) !== closeList) at = this.#separator(this.#node(at), closeList);
    this.#writer.close(cell, at + 1);
    return at + 1;
  }

  #mapping(start: number): number {
    const cell = this.#writer.open(form.flowMap, start);
    let at = this.#skip(start + 1);
    while (this.#code(at) !== closeMap) {
      const end = this.#scalarEnd(at);
      const keyForm = checkKey(this.#lines, at, end);
      // `"a":b` is a pair, `a:b` is a scalar.
      if (this.#code(end) !== colon || (keyForm === form.plain && this.#code(end + 1) !== space)) throw new Doubt();
      if (!this.#writer.key(cell, keyForm, at, end)) throw new Doubt();
      at = this.#separator(this.#node(this.#skip(end + 1)), closeMap);
    }
    this.#writer.close(cell, at + 1);
    return at + 1;
  }

  #node(at: number): number {
    const code = this.#code(at);
    if (code === openList || code === openMap) return this.collection(at);
    const end = this.#scalarEnd(at);
    const isQuoted = code === quote || code === apostrophe;
    if (!isQuoted) checkPlain(this.#codes, at, end);
    this.#writer.scalar(isQuoted ? quotedForm(this.#codes, at) : form.plain, at, end);
    return end;
  }

  #scalarEnd(start: number): number {
    const code = this.#code(start);
    if (code === quote || code === apostrophe) return quotedEnd(this.#codes, start, this.#end);
    let end = start;
    while (end < this.#end && notPlain[this.#codes[end] ?? 0] !== 1) end += 1;
    if (end >= this.#end) throw new Doubt();
    while (end > start && this.#code(end - 1) === space) end -= 1;
    if (end === start) throw new Doubt();
    // A colon inside of a word belongs to it; the library decides what it means.
    const after = this.#code(this.#skip(end));
    const isKey = after === colon && this.#code(end) === colon && this.#code(end + 1) === space;
    if (!isKey && after !== comma && after !== closeList && after !== closeMap) throw new Doubt();
    return end;
  }

  /** The place of the next item, or of the end. */
  #separator(end: number, close: number): number {
    const at = this.#skip(end);
    if (this.#code(at) === close) return at;
    if (this.#code(at) !== comma) throw new Doubt();
    return this.#skip(at + 1);
  }

  /** The place of what comes next, behind spaces, line breaks and comments. */
  #skip(from: number): number {
    let at = from;
    let line: number | undefined;
    for (;;) {
      const code = this.#code(at);
      const before = this.#codes[at - 1];
      // The library wants a space before a comment, for some even in the first column.
      if (code === hash && before === newline) throw new Doubt();
      if (code === hash && before === space) at = this.#codes.indexOf(newline, at);
      else if (code === newline) line = at += 1;
      else if (code === space) at += 1;
      else break;
    }
    if (line !== undefined && at - line <= this.#column) throw new Doubt();
    // In the first column, `...` would end the document.
    if (at === line && this.#codes[at] === dot) throw new Doubt();
    return at;
  }

  #code(at: number): number {
    if (at >= this.#end) throw new Doubt();
    return this.#codes[at] ?? 0;
  }
}
