import { blockText } from './blockScalar.ts';
import type { Entry, MapNode, Node, ScalarNode, ScalarStyle, ScalarValue, SequenceNode } from './node.ts';
import { mayBeWritten, numberOf, unnumbered } from './names.ts';
import { type Outline, form, keyCells, nameAt, nextCell } from './outline.ts';
import { resolvePlainScalar } from './scalar.ts';
import { plainText, quotedText } from './scalarReader.ts';

/** The node at a place of an outline. */
export function outlinedNode(outline: Outline, at: number): Node {
  const { cells } = outline;
  const kind = cells[at] ?? 0;
  if (kind < form.map) return new OutlinedScalar(outline, at);
  const isMap = kind === form.map || kind === form.flowMap;
  return isMap ? new OutlinedMap(outline, at) : new OutlinedSequence(outline, at);
}

const styles: readonly ScalarStyle[] = ['plain', 'single', 'double', 'block', 'empty'];

class OutlinedScalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  readonly #text: string;
  #value: ScalarValue | undefined;

  constructor({ text, cells }: Outline, at: number) {
    this.start = cells[at + 1] ?? 0;
    this.end = cells[at + 2] ?? 0;
    this.style = styles[cells[at] ?? 0] ?? 'plain';
    this.#text = text;
  }

  get value(): ScalarValue {
    return (this.#value ??= scalarValue(this.#text, this.style, this.start, this.end));
  }
}

function scalarValue(text: string, style: ScalarStyle, start: number, end: number): ScalarValue {
  switch (style) {
    case 'plain':
      return resolvePlainScalar(plainText(text, start, end));
    case 'empty':
      return null;
    case 'block':
      return blockText(text, start, end);
    default:
      return quotedText(text, start, end);
  }
}

/** A mapping whose entries are looked for in the text; no key is there twice. Each entry is made once. */
class OutlinedMap implements MapNode {
  readonly kind = 'map';
  readonly start: number;
  readonly end: number;
  readonly #outline: Outline;
  readonly #at: number;
  /** Of the entries that were asked for, the last one. */
  #made: OutlinedEntry | undefined;
  #all: readonly Entry[] | undefined;

  constructor(outline: Outline, at: number) {
    this.start = outline.cells[at + 1] ?? 0;
    this.end = outline.cells[at + 2] ?? 0;
    this.#outline = outline;
    this.#at = at;
  }

  get flow(): boolean {
    return this.#outline.cells[this.#at] === form.flowMap;
  }

  get entries(): ReadonlyMap<string, Entry> {
    return new Map(this.list().map((entry) => [entry.name, entry]));
  }

  /** The entry of a name, without making the others. */
  get(name: string): Entry | undefined {
    if (this.#all !== undefined) return this.#all.find((entry) => entry.name === name);
    for (let entry = this.#made; entry !== undefined; entry = entry.before) if (entry.name === name) return entry;
    const key = this.#find(name);
    return key === undefined ? undefined : this.#make(name, key);
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** The same without what was made of it. */
  anew(): OutlinedMap {
    return new OutlinedMap(this.#outline, this.#at);
  }

  /** The value of a name where it is a string, without making its entry. */
  string(name: string): string | undefined {
    const key = this.#find(name);
    if (key === undefined) return undefined;
    const { text, cells } = this.#outline;
    const at = key + keyCells;
    const style = styles[cells[at] ?? 0];
    const value = style && scalarValue(text, style, cells[at + 1] ?? 0, cells[at + 2] ?? 0);
    return typeof value === 'string' ? value : undefined;
  }

  /** The place of a name's key. */
  #find(name: string): number | undefined {
    const number = numberOf(name);
    if (!mayBeWritten(number)) return undefined;
    const { cells } = this.#outline;
    const after = nextCell(this.#outline, this.#at);
    for (let key = this.#at + 4; key < after; key = nextCell(this.#outline, key + keyCells)) {
      if (cells[key + 3] !== number) continue;
      if (number !== unnumbered || nameAt(this.#outline, key) === name) return key;
    }
    return undefined;
  }

  list(): readonly Entry[] {
    return (this.#all ??= this.#list());
  }

  names(shortest: number): string[] {
    const { cells } = this.#outline;
    const after = nextCell(this.#outline, this.#at);
    const names: string[] = [];
    for (let key = this.#at + 4; key < after; key = nextCell(this.#outline, key + keyCells)) {
      const quotes = cells[key] === form.plain ? 0 : 2;
      if ((cells[key + 2] ?? 0) - (cells[key + 1] ?? 0) - quotes >= shortest) names.push(nameAt(this.#outline, key));
    }
    return names;
  }

  #list(): Entry[] {
    const after = nextCell(this.#outline, this.#at);
    const entries: Entry[] = [];
    for (let key = this.#at + 4; key < after; key = nextCell(this.#outline, key + keyCells)) {
      entries.push(this.#madeAt(key) ?? new OutlinedEntry(nameAt(this.#outline, key), this.#outline, key, undefined));
    }
    return entries;
  }

  #madeAt(key: number): OutlinedEntry | undefined {
    let entry = this.#made;
    while (entry !== undefined && entry.at !== key) entry = entry.before;
    return entry;
  }

  #make(name: string, key: number): OutlinedEntry {
    this.#made = new OutlinedEntry(name, this.#outline, key, this.#made);
    return this.#made;
  }
}

class OutlinedEntry implements Entry {
  readonly name: string;
  readonly at: number;
  /** The one that was asked for before it. */
  readonly before: OutlinedEntry | undefined;
  readonly #outline: Outline;
  #key: ScalarNode | undefined;
  #value: Node | undefined;

  constructor(name: string, outline: Outline, at: number, before: OutlinedEntry | undefined) {
    this.name = name;
    this.at = at;
    this.before = before;
    this.#outline = outline;
  }

  get key(): ScalarNode {
    return (this.#key ??= new OutlinedScalar(this.#outline, this.at));
  }

  get value(): Node {
    return (this.#value ??= outlinedNode(this.#outline, this.at + keyCells));
  }
}

class OutlinedSequence implements SequenceNode {
  readonly kind = 'sequence';
  readonly start: number;
  readonly end: number;
  readonly #outline: Outline;
  readonly #at: number;
  #items: readonly Node[] | undefined;

  constructor(outline: Outline, at: number) {
    this.start = outline.cells[at + 1] ?? 0;
    this.end = outline.cells[at + 2] ?? 0;
    this.#outline = outline;
    this.#at = at;
  }

  get flow(): boolean {
    return this.#outline.cells[this.#at] === form.flowSequence;
  }

  get items(): readonly Node[] {
    return (this.#items ??= this.#list());
  }

  #list(): Node[] {
    const after = nextCell(this.#outline, this.#at);
    const items: Node[] = [];
    for (let at = this.#at + 4; at < after; at = nextCell(this.#outline, at))
      items.push(outlinedNode(this.#outline, at));
    return items;
  }
}

/** A node that holds nothing yet of what it was asked for, where it can be made again. */
export function madeAnew(node: Node | undefined): Node | undefined {
  return node instanceof OutlinedMap ? node.anew() : node;
}

/** The entry of a name in a mapping. */
export function entryOf(map: MapNode, name: string): Entry | undefined {
  return map instanceof OutlinedMap ? map.get(name) : map.entries.get(name);
}

export function hasEntry(map: MapNode, name: string): boolean {
  return map instanceof OutlinedMap ? map.has(name) : map.entries.has(name);
}

/** The value of a name in a mapping where that is a string. */
export function stringIn(map: MapNode, name: string): string | undefined {
  if (map instanceof OutlinedMap) return map.string(name);
  const value = map.entries.get(name)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** The entries of a mapping, in their order. */
export function entriesOf(map: MapNode): readonly Entry[] {
  return map instanceof OutlinedMap ? map.list() : [...map.entries.values()];
}

/** The names in a mapping that are at least so long, in their order. */
export function namesOf(map: MapNode, shortest: number): string[] {
  if (map instanceof OutlinedMap) return map.names(shortest);
  return [...map.entries.keys()].filter(({ length }) => length >= shortest);
}
