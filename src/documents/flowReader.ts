import { MappingBuilder } from './mapping.ts';
import type { Node, ScalarNode } from './node.ts';
import type { ReadProblem } from './readProblem.ts';
import { Doubt, type Line, readPlain, readQuoted } from './scalarReader.ts';

/** A flow collection that ends on its line: `[get, list]`, `{ name: web, port: 80 }`. */
export function readFlow(line: Line, start: number, report: (problem: ReadProblem) => void): Node {
  return new FlowReader(line, report).collection(start);
}

class FlowReader {
  readonly #line: Line;
  readonly #report: (problem: ReadProblem) => void;
  #depth = 0;

  constructor(line: Line, report: (problem: ReadProblem) => void) {
    this.#line = line;
    this.#report = report;
  }

  collection(start: number): Node {
    this.#depth += 1;
    if (this.#depth > 20) throw new Doubt();
    const node = this.#line.text[start] === '[' ? this.#sequence(start) : this.#mapping(start);
    this.#depth -= 1;
    return node;
  }

  #sequence(start: number): Node {
    const items: Node[] = [];
    let at = this.#skip(start + 1);
    while (this.#char(at) !== ']') {
      const item = this.#node(at);
      items.push(item);
      at = this.#separator(item.end, ']');
    }
    return { kind: 'sequence', flow: true, items, start, end: at + 1 };
  }

  #mapping(start: number): Node {
    const builder = new MappingBuilder(this.#report);
    let at = this.#skip(start + 1);
    while (this.#char(at) !== '}') {
      const key = this.#scalar(at);
      // `"a":b` is a pair, `a:b` is a scalar: only a space leaves no doubt.
      if (key.value === null || this.#char(key.end) !== ':' || this.#char(key.end + 1) !== ' ') throw new Doubt();
      const value = this.#node(this.#skip(key.end + 1));
      builder.add(key, value);
      at = this.#separator(value.end, '}');
    }
    return { kind: 'map', flow: true, entries: builder.entries, start, end: at + 1 };
  }

  #node(at: number): Node {
    const char = this.#char(at);
    return char === '[' || char === '{' ? this.collection(at) : this.#scalar(at);
  }

  #scalar(start: number): ScalarNode {
    const char = this.#char(start);
    if (char === '"' || char === "'") return readQuoted(this.#line, start);
    let end = start;
    while (/[^,[\]{}:#"'&*!|>%@`\t?]/.test(this.#char(end))) end += 1;
    while (end > start && this.#char(end - 1) === ' ') end -= 1;
    if (end === start) throw new Doubt();
    // A colon inside of a word belongs to it; the library decides what it means.
    const after = this.#char(this.#skip(end));
    if (!(after === ',' || after === ']' || after === '}' || (after === ':' && this.#char(end) === ':')))
      throw new Doubt();
    if (after === ':' && this.#char(end + 1) !== ' ') throw new Doubt();
    return readPlain(this.#line, start, end);
  }

  /** The place of the next item, or of the end. */
  #separator(end: number, close: string): number {
    const at = this.#skip(end);
    if (this.#char(at) === close) return at;
    if (this.#char(at) !== ',') throw new Doubt();
    const next = this.#skip(at + 1);
    // A comma before the end is allowed, and rare.
    if (this.#char(next) === close) throw new Doubt();
    return next;
  }

  #skip(at: number): number {
    let next = at;
    while (this.#char(next) === ' ') next += 1;
    return next;
  }

  #char(at: number): string {
    if (at >= this.#line.end) throw new Doubt();
    return this.#line.text[at] ?? '';
  }
}
