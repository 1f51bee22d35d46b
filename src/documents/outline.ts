import type { Codes } from './codes.ts';
import { nameOf, numberAt, unnumbered } from './names.ts';

/**
 * Where the nodes of a document lie in its text: a few numbers for each, in the order of the text. From these nodes are made
 * when somebody asks for them, so that a document can be kept for little and need not be read again.
 *
 * A scalar is `form, start, end`; a collection is `form, start, end, next` and what it holds, `next` being the place after
 * that, counted from the root. A mapping holds keys and values in turns; a key is a scalar and the number of its name.
 */
export interface Outline {
  readonly text: string;
  /** Those of several documents: to make an array takes longer than to fill one. */
  readonly cells: Int32Array;
  /** The place of the outermost node. */
  readonly root: number;
}

/** What a node is and how it is written. */
export const form = {
  plain: 0,
  single: 1,
  double: 2,
  block: 3,
  empty: 4,
  map: 5,
  sequence: 6,
  flowMap: 7,
  flowSequence: 8,
} as const;

/** How many cells a key takes. */
export const keyCells = 4;

/** The place after a node. */
export function nextCell({ cells, root }: Omit<Outline, 'text'>, at: number): number {
  return (cells[at] ?? 0) < form.map ? at + 3 : root + (cells[at + 3] ?? 0);
}

/** The name of the key at a place. */
export function nameAt({ text, cells }: Pick<Outline, 'text' | 'cells'>, key: number): string {
  const number = cells[key + 3] ?? unnumbered;
  if (number !== unnumbered) return nameOf(number);
  const quote = cells[key] === form.plain ? 0 : 1;
  return text.slice((cells[key + 1] ?? 0) + quote, (cells[key + 2] ?? 0) - quote);
}

/** Above how many keys it pays to remember their names. */
const few = 16;

const cellsAtOnce = 16_384;

const noCodes = new Uint16Array();

/**
 * Writes down one document after the other. Places that it gives and takes are counted from the document's root; offsets
 * that it takes, from the document's start.
 */
export class OutlineWriter implements Outline {
  text = '';
  cells = new Int32Array(cellsAtOnce);
  root = 0;
  /** Where the next node goes. */
  #end = 0;
  /** The names in mappings of many keys, by their places. */
  readonly #names = new Map<number, Set<string>>();
  #codes: Codes = noCodes;
  #base = 0;

  /** @param base where the document starts in the text of its file. */
  start(text: string, base: number, codes: Codes): void {
    this.text = text;
    this.#base = base;
    this.#codes = codes;
    this.#end = this.root;
    this.#names.clear();
  }

  /** Adds a key to a mapping that is open; `false` where it is there already. */
  key(map: number, kind: number, start: number, end: number): boolean {
    const quote = kind === form.plain ? 0 : 1;
    const number = numberAt(this.#codes, start + quote, end - quote);
    const names = this.#names.get(map) ?? this.#namesOf(map);
    if (names === undefined && this.#holds(map, number, start + quote, end - quote)) return false;
    const at = this.#take(keyCells);
    this.cells[at] = kind;
    this.cells[at + 1] = this.#base + start;
    this.cells[at + 2] = this.#base + end;
    this.cells[at + 3] = number;
    if (names === undefined) return true;
    const name = nameAt(this, at);
    if (names.has(name)) return false;
    names.add(name);
    return true;
  }

  scalar(kind: number, start: number, end: number): void {
    const at = this.#take(3);
    this.cells[at] = kind;
    this.cells[at + 1] = this.#base + start;
    this.cells[at + 2] = this.#base + end;
  }

  /** The result is for `close`. */
  open(kind: number, start: number): number {
    const at = this.#take(4);
    this.cells[at] = kind;
    this.cells[at + 1] = this.#base + start;
    return at - this.root;
  }

  close(at: number, end: number): void {
    this.cells[this.root + at + 2] = this.#base + end;
    this.cells[this.root + at + 3] = this.#end - this.root;
  }

  finish(): Outline {
    const { text, cells, root } = this;
    this.root = this.#end;
    return { text, cells, root };
  }

  #holds(map: number, number: number, start: number, end: number): boolean {
    const { cells } = this;
    for (let key = this.root + map + 4; key < this.#end; key = nextCell(this, key + keyCells)) {
      if (cells[key + 3] !== number) continue;
      if (number !== unnumbered) return true;
      const quote = cells[key] === form.plain ? 0 : 1;
      const other = (cells[key + 1] ?? 0) + quote - this.#base;
      const otherEnd = (cells[key + 2] ?? 0) - quote - this.#base;
      if (otherEnd - other === end - start && this.#isSame(other, start, end - start)) return true;
    }
    return false;
  }

  #isSame(one: number, other: number, length: number): boolean {
    const codes = this.#codes;
    for (let at = 0; at < length; at += 1) if (codes[one + at] !== codes[other + at]) return false;
    return true;
  }

  /** The names in a mapping, once they are many. */
  #namesOf(map: number): Set<string> | undefined {
    const first = this.root + map + 4;
    let count = 0;
    for (let key = first; key < this.#end; key = nextCell(this, key + keyCells)) count += 1;
    if (count < few) return undefined;
    const names = new Set<string>();
    for (let key = first; key < this.#end; key = nextCell(this, key + keyCells)) names.add(nameAt(this, key));
    this.#names.set(map, names);
    return names;
  }

  /** The place of as many cells. */
  #take(count: number): number {
    if (this.#end + count > this.cells.length) this.#move();
    const at = this.#end;
    this.#end += count;
    return at;
  }

  /** The document goes on in cells of its own, with what there is of it. */
  #move(): void {
    const own = this.cells.subarray(this.root, this.#end);
    this.cells = new Int32Array(Math.max(cellsAtOnce, own.length * 2));
    this.cells.set(own);
    this.root = 0;
    this.#end = own.length;
  }
}
