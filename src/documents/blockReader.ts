import { MappingBuilder } from './mapping.ts';
import type { MapNode, Node, ScalarNode, SequenceNode } from './node.ts';
import { readFlow } from './flowReader.ts';
import type { ReadProblem, ReadResult } from './readProblem.ts';
import { Doubt, isPlainEnd, plainEnd, readPlain, readQuoted } from './scalarReader.ts';
import { resolvePlainScalar } from './scalar.ts';

/**
 * Reads one document of the block YAML that manifests are written in, many times faster than the library.
 * Nothing where the text leaves a doubt (anchors, tags, tabs, values over several lines, …): the library, which is the
 * reference, reads it then. The two agree on every value and every range (test/documents/readers.test.ts).
 */
export function readBlockYaml(text: string, start: number, end: number): ReadResult | undefined {
  const reader = new BlockReader(text, start, end);
  try {
    const root = reader.document();
    return { root, problems: reader.problems };
  } catch (error) {
    if (error instanceof Doubt || error instanceof RangeError) return undefined;
    throw error;
  }
}

const space = 32;
const hash = 35;
const dash = 45;
const newline = 10;
const question = 63;

// A carriage return, a tab outside of block scalars, other line breaks of Unicode, byte order marks.
const doubtfulText = /[\r\u0085\u2028\u2029\ufeff]/;

class BlockReader {
  readonly problems: ReadProblem[] = [];
  readonly #report: (problem: ReadProblem) => void;
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
    this.#report = (problem) => {
      this.problems.push(problem);
    };
  }

  document(): Node | undefined {
    if (doubtfulText.test(this.#text.slice(this.#line, this.#end))) throw new Doubt();
    this.#scanLine();
    // What follows `---` on its own line is part of the document.
    if (!this.#isBlank() && this.#line > 0 && this.#text.charCodeAt(this.#line - 1) === dash) throw new Doubt();
    this.#skipBlank();
    if (this.#atEnd()) return undefined;
    if (this.#indent() !== 0 || this.#text.startsWith('...', this.#first) || this.#text.charCodeAt(this.#first) === 37)
      throw new Doubt();
    const root = this.#block(0);
    if (!this.#atEnd()) throw new Doubt();
    return root;
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

  /** The block collection that starts at the current line, in this column. */
  #block(column: number): Node {
    return this.#isDash(this.#first) ? this.#sequence(column) : this.#mapping(column, this.#first);
  }

  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== dash) return false;
    const after = this.#text.charCodeAt(at + 1);
    return at + 1 >= this.#lineEnd || after === space || after === newline;
  }

  #sequence(column: number): SequenceNode {
    const start = this.#first;
    const items: Node[] = [];
    while (!this.#atEnd() && this.#indent() === column && this.#isDash(this.#first)) {
      items.push(this.#item(column));
      this.#skipBlank();
    }
    if (!this.#atEnd() && this.#indent() > column) throw new Doubt();
    return { kind: 'sequence', flow: false, items, start, end: items.at(-1)?.end ?? start };
  }

  #item(column: number): Node {
    let at = this.#first + 1;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    // An item on the lines after its dash, or none: rare, and the library knows best.
    if (at >= this.#lineEnd || this.#text.charCodeAt(at) === hash || this.#isDash(at)) throw new Doubt();
    if (this.#keyEnd(at) !== undefined) return this.#mapping(at - this.#line, at);
    return this.#value(at, column);
  }

  /** A mapping whose keys stand in this column; the first one lies at `at`, perhaps after a dash. */
  #mapping(column: number, at: number): MapNode {
    const builder = new MappingBuilder(this.#report);
    const start = at;
    let end = at;
    let keyAt = at;
    for (;;) {
      const keyEnd = this.#keyEnd(keyAt);
      if (keyEnd === undefined) throw new Doubt();
      const key = this.#key(keyAt, keyEnd);
      const value = this.#mapValue(key, keyEnd, column);
      builder.add(key, value);
      end = Math.max(key.end, value.end);
      this.#skipBlank();
      if (this.#atEnd() || this.#indent() < column) break;
      if (this.#indent() > column || this.#isDash(this.#first)) throw new Doubt();
      keyAt = this.#first;
    }
    return { kind: 'map', flow: false, entries: builder.entries, start, end };
  }

  /** Where the key at an offset ends, if one is there: before a `:` that a space or the line's end follows. */
  #keyEnd(at: number): number | undefined {
    const code = this.#text.charCodeAt(at);
    if (code === 34 || code === 39) {
      const end = at + this.#text.slice(at, this.#lineEnd).indexOf(this.#text[at] ?? '', 1) + 1;
      return end > at && this.#isColon(end) ? end : undefined;
    }
    for (let end = at; end < this.#lineEnd; end += 1) {
      if (this.#isColon(end)) return end;
    }
    return undefined;
  }

  #isColon(at: number): boolean {
    if (this.#text.charCodeAt(at) !== 58) return false;
    return at + 1 >= this.#lineEnd || this.#text.charCodeAt(at + 1) === space;
  }

  #key(start: number, end: number): ScalarNode {
    const written = this.#text.slice(start, end);
    if (/^(?:"[^"\\\t]*"|'[^'\t]*')$/.test(written)) {
      return {
        kind: 'scalar',
        value: written.slice(1, -1),
        style: written.startsWith('"') ? 'double' : 'single',
        start,
        end,
      };
    }
    if (!/^[\w$./(][\w$./()@*+=-]*$/.test(written)) throw new Doubt();
    const value = resolvePlainScalar(written);
    if (value === null || (typeof value === 'number' && !Number.isFinite(value))) throw new Doubt();
    return { kind: 'scalar', value, style: 'plain', start, end };
  }

  #mapValue(key: ScalarNode, colon: number, column: number): Node {
    let at = colon + 1;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    if (at < this.#lineEnd && this.#text.charCodeAt(at) !== hash) return this.#value(at, column);
    if (at < this.#lineEnd && at === colon + 1) throw new Doubt();
    this.#nextLine();
    this.#skipBlank();
    if (!this.#atEnd()) {
      if (this.#indent() > column) return this.#nested();
      // A list may stand in the column of its key.
      if (this.#indent() === column && this.#isDash(this.#first)) return this.#sequence(column);
    }
    return { kind: 'scalar', value: null, style: 'empty', start: key.end, end: key.end };
  }

  /** What stands on the lines below its key: a collection; a scalar there is left to the library. */
  #nested(): Node {
    if (!this.#isDash(this.#first) && this.#keyEnd(this.#first) === undefined) throw new Doubt();
    return this.#block(this.#indent());
  }

  /** The scalar or flow collection that starts at an offset of the current line; then the next line is current. */
  #value(at: number, column: number): Node {
    const code = this.#text.charCodeAt(at);
    if (code === 124) return this.#literal(at, column);
    const line = { text: this.#text, end: this.#lineEnd };
    if (code === 34 || code === 39) return this.#finished(readQuoted(line, at), column);
    if (code === 123 || code === 91) return this.#finished(readFlow(line, at, this.#report), column);
    if (code === question && isPlainEnd(line, at + 1)) throw new Doubt();
    const end = plainEnd(line, at);
    return this.#finished(readPlain(line, at, end), column);
  }

  /** Checks that nothing but a comment follows a value, and that it does not go on below. */
  #finished<T extends Node>(node: T, column: number): T {
    let at = node.end;
    while (at < this.#lineEnd && this.#text.charCodeAt(at) === space) at += 1;
    if (at < this.#lineEnd && (this.#text.charCodeAt(at) !== hash || at === node.end)) throw new Doubt();
    this.#nextLine();
    this.#skipBlank();
    if (!this.#atEnd() && this.#indent() > column) throw new Doubt();
    return node;
  }

  /** A literal block scalar: `|` or `|-`; what `|+` keeps at the end of a text is left to the library. */
  #literal(start: number, column: number): ScalarNode {
    const header = this.#text.slice(start, this.#lineEnd);
    if (header !== '|' && header !== '|-') throw new Doubt();
    const lines: string[] = [];
    let indent = -1;
    let end = this.#lineEnd;
    this.#nextLine();
    while (!this.#atEnd()) {
      const own = this.#indent();
      if (this.#first < this.#lineEnd) {
        if (own <= column || (indent !== -1 && own < indent)) break;
        if (indent === -1) indent = own;
        end = this.#lineEnd;
      } else if (indent === -1 && own > column + 1) throw new Doubt();
      lines.push(indent === -1 ? '' : this.#text.slice(Math.min(this.#line + indent, this.#lineEnd), this.#lineEnd));
      this.#nextLine();
    }
    // A comment right below may be content; a block without content is rare.
    if (indent === -1 || (!this.#atEnd() && this.#text.charCodeAt(this.#first) === hash && this.#indent() > column))
      throw new Doubt();
    const value = chomp(lines, header);
    const written = this.#text.slice(start, end).trimEnd().length;
    return { kind: 'scalar', value, style: 'block', start, end: start + written };
  }
}

function chomp(lines: readonly string[], header: string): string {
  let count = lines.length;
  while (count > 0 && lines[count - 1] === '') count -= 1;
  return lines.slice(0, count).join('\n') + (header === '|-' ? '' : '\n');
}
