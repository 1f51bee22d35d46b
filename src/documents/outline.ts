/**
 * Where the nodes of a document lie in its text: a few numbers for each, in the order of the text. From these nodes are made
 * when somebody asks for them, so that a document can be kept for little and need not be read again.
 *
 * A scalar is `form, start, end`; a collection is `form, start, end, next` and what it holds, `next` being the place after
 * that. A mapping holds keys and values in turns.
 */
export interface Outline {
  readonly text: string;
  readonly cells: Int32Array;
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

/** The place after a node. */
export function nextCell(cells: Int32Array, at: number): number {
  return (cells[at] ?? 0) < form.map ? at + 3 : (cells[at + 3] ?? 0);
}

/** Above how many keys it pays to remember their names. */
const few = 16;

/** Writes down one document after the other. */
export class OutlineWriter {
  #text = '';
  #cells = new Int32Array(4096);
  #length = 0;
  /** The names in mappings of many keys, by their places. */
  readonly #names = new Map<number, Set<string>>();

  start(text: string): void {
    this.#text = text;
    this.#length = 0;
    this.#names.clear();
  }

  /** Adds a key to a mapping that is open; `false` where it is there already. */
  key(map: number, kind: number, start: number, end: number): boolean {
    const quote = kind === form.plain ? 0 : 1;
    const names = this.#names.get(map) ?? this.#namesOf(map);
    if (names === undefined) {
      if (this.#holds(map, start + quote, end - quote)) return false;
    } else {
      const name = this.#text.slice(start + quote, end - quote);
      if (names.has(name)) return false;
      names.add(name);
    }
    this.scalar(kind, start, end);
    return true;
  }

  scalar(kind: number, start: number, end: number): void {
    const at = this.#take(3);
    this.#cells[at] = kind;
    this.#cells[at + 1] = start;
    this.#cells[at + 2] = end;
  }

  /** The result is for `close`. */
  open(kind: number, start: number): number {
    const at = this.#take(4);
    this.#cells[at] = kind;
    this.#cells[at + 1] = start;
    return at;
  }

  close(at: number, end: number): void {
    this.#cells[at + 2] = end;
    this.#cells[at + 3] = this.#length;
  }

  finish(): Outline {
    return { text: this.#text, cells: this.#cells.slice(0, this.#length) };
  }

  #holds(map: number, start: number, end: number): boolean {
    for (let key = map + 4; key < this.#length; key = nextCell(this.#cells, key + 3)) {
      const quote = this.#cells[key] === form.plain ? 0 : 1;
      const other = (this.#cells[key + 1] ?? 0) + quote;
      if ((this.#cells[key + 2] ?? 0) - quote - other === end - start && this.#isSame(other, start, end - start))
        return true;
    }
    return false;
  }

  #isSame(one: number, other: number, length: number): boolean {
    for (let at = 0; at < length; at += 1) {
      if (this.#text.charCodeAt(one + at) !== this.#text.charCodeAt(other + at)) return false;
    }
    return true;
  }

  /** The names in a mapping, once they are many. */
  #namesOf(map: number): Set<string> | undefined {
    let count = 0;
    for (let key = map + 4; key < this.#length; key = nextCell(this.#cells, key + 3)) count += 1;
    if (count < few) return undefined;
    const names = new Set<string>();
    for (let key = map + 4; key < this.#length; key = nextCell(this.#cells, key + 3)) {
      const quote = this.#cells[key] === form.plain ? 0 : 1;
      names.add(this.#text.slice((this.#cells[key + 1] ?? 0) + quote, (this.#cells[key + 2] ?? 0) - quote));
    }
    this.#names.set(map, names);
    return names;
  }

  #take(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#cells.length) {
      const longer = new Int32Array(this.#length * 2);
      longer.set(this.#cells);
      this.#cells = longer;
    }
    return at;
  }
}
