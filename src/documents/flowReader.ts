import { checkKey } from './keys.ts';
import type { Lines } from './lines.ts';
import { type OutlineWriter, form } from './outline.ts';
import { Doubt, checkPlain, quotedEnd, quotedForm } from './scalarReader.ts';

/**
 * A flow collection: `[get, list]`, `{ name: web, port: 80 }`. Where it goes on below, its lines are indented further than
 * the collection around it, which starts in `column`. The result is its end.
 */
export function readFlow(lines: Lines, start: number, column: number, writer: OutlineWriter): number {
  return new FlowReader(lines, column, writer).collection(start);
}

/** By their codes, 0 for those characters of ASCII that a plain scalar does not hold without a doubt. */
const mayBePlain = Uint8Array.from({ length: 128 }, (_, code) =>
  ',[]{}:#"\'&*!|>%@`\t\n?'.includes(String.fromCharCode(code)) ? 0 : 1,
);

class FlowReader {
  readonly #text: string;
  readonly #end: number;
  readonly #column: number;
  readonly #writer: OutlineWriter;
  #depth = 0;

  constructor({ text, end }: Lines, column: number, writer: OutlineWriter) {
    this.#text = text;
    this.#end = end;
    this.#column = column;
    this.#writer = writer;
  }

  collection(start: number): number {
    this.#depth += 1;
    if (this.#depth > 20) throw new Doubt();
    const end = this.#text[start] === '[' ? this.#sequence(start) : this.#mapping(start);
    this.#depth -= 1;
    return end;
  }

  #sequence(start: number): number {
    const cell = this.#writer.open(form.flowSequence, start);
    let at = this.#skip(start + 1);
    while (this.#char(at) !== ']') at = this.#separator(this.#node(at), ']');
    this.#writer.close(cell, at + 1);
    return at + 1;
  }

  #mapping(start: number): number {
    const cell = this.#writer.open(form.flowMap, start);
    let at = this.#skip(start + 1);
    while (this.#char(at) !== '}') {
      const end = this.#scalarEnd(at);
      const keyForm = checkKey(this.#text, at, end);
      // `"a":b` is a pair, `a:b` is a scalar: only a space leaves no doubt.
      if (this.#char(end) !== ':' || this.#char(end + 1) !== ' ') throw new Doubt();
      if (!this.#writer.key(cell, keyForm, at, end)) throw new Doubt();
      at = this.#separator(this.#node(this.#skip(end + 1)), '}');
    }
    this.#writer.close(cell, at + 1);
    return at + 1;
  }

  #node(at: number): number {
    const char = this.#char(at);
    if (char === '[' || char === '{') return this.collection(at);
    const end = this.#scalarEnd(at);
    const isQuoted = char === '"' || char === "'";
    if (!isQuoted) checkPlain(this.#text, at, end);
    this.#writer.scalar(isQuoted ? quotedForm(this.#text, at) : form.plain, at, end);
    return end;
  }

  #scalarEnd(start: number): number {
    const char = this.#char(start);
    if (char === '"' || char === "'") return quotedEnd(this.#text, start, this.#end);
    let end = start;
    while (end < this.#end && mayBePlain[this.#text.charCodeAt(end)] !== 0) end += 1;
    if (end >= this.#end) throw new Doubt();
    while (end > start && this.#char(end - 1) === ' ') end -= 1;
    if (end === start) throw new Doubt();
    // A colon inside of a word belongs to it; the library decides what it means.
    const after = this.#char(this.#skip(end));
    if (!(after === ',' || after === ']' || after === '}' || (after === ':' && this.#char(end) === ':')))
      throw new Doubt();
    if (after === ':' && this.#char(end + 1) !== ' ') throw new Doubt();
    return end;
  }

  /** The place of the next item, or of the end. */
  #separator(end: number, close: string): number {
    const at = this.#skip(end);
    if (this.#char(at) === close) return at;
    if (this.#char(at) !== ',') throw new Doubt();
    return this.#skip(at + 1);
  }

  /** The place of what comes next, behind spaces, line breaks and comments. */
  #skip(from: number): number {
    let at = from;
    let line: number | undefined;
    for (;;) {
      const char = this.#char(at);
      if (char === '#' && ' \n'.includes(this.#text[at - 1] ?? '')) at = this.#text.indexOf('\n', at);
      else if (char === '\n') line = at += 1;
      else if (char === ' ') at += 1;
      else break;
      if (at === -1) throw new Doubt();
    }
    if (line !== undefined && at - line <= this.#column) throw new Doubt();
    return at;
  }

  #char(at: number): string {
    if (at >= this.#end) throw new Doubt();
    return this.#text[at] ?? '';
  }
}
