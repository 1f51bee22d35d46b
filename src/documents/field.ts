import type { Location, Path, SourceDocument } from './document.ts';
import type { Entry, Node, ScalarNode } from './node.ts';
import { entriesOf, entryOf, hasEntry, madeAnew, namesOf, stringIn } from './outlinedNode.ts';
import { mapped } from '../lists/mapped.ts';

/** More than these are not remembered: to look for one among them must not take long. */
const mostAsked = 30;

const none: readonly Field[] = [];
const noNames: readonly string[] = [];

/** An object is asked for its content many times in a row. */
let lastRoot: Field | undefined;

/**
 * A place in a document where a value is, or would be. Absent fields are fields too: they know the nearest
 * ancestor that is written, so whatever is said of them has a place.
 */
export class Field {
  readonly document: SourceDocument;
  readonly parent: Field | undefined;
  readonly segment: string | number | undefined;
  readonly node: Node | undefined;
  readonly #entry: Entry | undefined;
  /** Of the parent's fields that were asked for by a name, the one before. */
  readonly #before: Field | undefined;
  /** The last field that was asked for by a name: rules ask for the same ones again and again. */
  #asked: Field | undefined;
  #items: readonly Field[] | undefined;

  private constructor(
    document: SourceDocument,
    parent: Field | undefined,
    segment: string | number | undefined,
    entry: Entry | undefined,
    node: Node | undefined,
    before?: Field,
  ) {
    this.document = document;
    this.parent = parent;
    this.segment = segment;
    this.node = node;
    this.#entry = entry;
    this.#before = before;
  }

  static root(document: SourceDocument): Field {
    if (lastRoot?.document !== document) lastRoot = new Field(document, undefined, undefined, undefined, document.node);
    return lastRoot;
  }

  /** The field of a mapping, absent where this is no mapping or has no such key. */
  get(name: string): Field {
    let count = 0;
    for (let asked = this.#asked; asked !== undefined; asked = asked.#before) {
      if (asked.segment === name) return asked;
      count += 1;
    }
    const entry = this.node?.kind === 'map' ? entryOf(this.node, name) : undefined;
    const field = new Field(this.document, this, name, entry, entry?.value, this.#asked);
    if (count < mostAsked) this.#asked = field;
    return field;
  }

  /** The string of a field: `get(name).string` for what is looked at in passing, of which no field need be made. */
  stringAt(name: string): string | undefined {
    for (let asked = this.#asked; asked !== undefined; asked = asked.#before)
      if (asked.segment === name) return asked.string;
    return this.node?.kind === 'map' ? stringIn(this.node, name) : undefined;
  }

  /** The items of a list: `get(name).items()`, without a field for a list that is not there. */
  itemsAt(name: string): readonly Field[] {
    return this.setAt(name)?.items() ?? none;
  }

  /** The field of a name, if it has a value; without making one that has none. */
  setAt(name: string): Field | undefined {
    if (this.node?.kind !== 'map' || !hasEntry(this.node, name)) return undefined;
    const field = this.get(name);
    return field.set ? field : undefined;
  }

  at(...path: Path): Field {
    let field = this.#step(path[0]);
    for (let index = 1; index < path.length; index += 1) field = field.#step(path[index]);
    return field;
  }

  #step(segment: string | number | undefined): Field {
    if (segment === undefined) return this;
    return typeof segment === 'string' ? this.get(segment) : this.item(segment);
  }

  item(index: number): Field {
    return this.items()[index] ?? new Field(this.document, this, index, undefined, undefined);
  }

  /** The same field, holding nothing yet of what it was asked for. */
  anew(): Field {
    return new Field(this.document, this.parent, this.segment, this.#entry, madeAnew(this.node));
  }

  /** The items of a list; none where this is no list. */
  items(): readonly Field[] {
    if (this.node?.kind !== 'sequence') return none;
    return (this.#items ??= mapped(
      this.node.items,
      (node, index) => new Field(this.document, this, index, undefined, node),
    ));
  }

  /** The fields of a mapping, in their order; none where this is no mapping. */
  fields(): Field[] {
    if (this.node?.kind !== 'map') return [];
    return mapped(entriesOf(this.node), (entry) => new Field(this.document, this, entry.name, entry, entry.value));
  }

  /** The names in a mapping, in their order; none where this is no mapping. */
  get names(): readonly string[] {
    return this.namesFrom(0);
  }

  /** Those names of a mapping that are at least so long. */
  namesFrom(length: number): readonly string[] {
    return this.node?.kind === 'map' ? namesOf(this.node, length) : noNames;
  }

  /** Where it is written under a key, that. */
  get key(): ScalarNode | undefined {
    return this.#entry?.key;
  }

  /** Whether two fields are the same value of a text, which may have been read twice. */
  isSameAs({ document, node }: Field): boolean {
    return (
      document === this.document &&
      node?.kind === this.node?.kind &&
      node?.start === this.node?.start &&
      node?.end === this.node?.end
    );
  }

  /** Whether the field is written, be it as `null`. */
  get written(): boolean {
    return this.node !== undefined;
  }

  /** Whether the field has a value: to Kubernetes `null` is the same as absent (facts.md §7). */
  get set(): boolean {
    return this.node !== undefined && !(this.node.kind === 'scalar' && this.node.value === null);
  }

  get string(): string | undefined {
    return this.node?.kind === 'scalar' && typeof this.node.value === 'string' ? this.node.value : undefined;
  }

  get boolean(): boolean | undefined {
    return this.node?.kind === 'scalar' && typeof this.node.value === 'boolean' ? this.node.value : undefined;
  }

  /** The number of an integer or float; integers beyond 2^53 lose their last digits. */
  get number(): number | undefined {
    if (this.node?.kind !== 'scalar') return undefined;
    if (typeof this.node.value === 'bigint') return Number(this.node.value);
    return typeof this.node.value === 'number' ? this.node.value : undefined;
  }

  /** The strings of a list of strings; other items are left out. */
  get strings(): string[] {
    const strings: string[] = [];
    for (const { string } of this.items()) if (string !== undefined) strings.push(string);
    return strings;
  }

  get path(): Path {
    return pathOf(this);
  }

  /** The text of the value as it is written. */
  get source(): string {
    return this.node === undefined ? '' : this.document.file.text.slice(this.node.start, this.node.end);
  }

  /** Where a wrong value is: the value; for a list or mapping, and where nothing is written, its key. */
  get valueLocation(): Location {
    const node = this.node;
    if (node?.kind !== 'scalar' && node?.alias !== true) return this.keyLocation;
    if (node.start === node.end || (node.kind === 'scalar' && node.style === 'block')) return this.keyLocation;
    return this.document.location(node.start, node.end, this.path);
  }

  /**
   * Where a wrong key is: the key; for a list item, its first key or its value; for what is not written, the key
   * of the nearest mapping that lacks it.
   */
  get keyLocation(): Location {
    const { key } = this;
    if (key !== undefined) return this.document.location(key.start, key.end, this.path);
    if (this.node !== undefined) return this.#firstKeyLocation(this.node);
    if (this.parent !== undefined) return this.parent.keyLocation;
    const { start } = this.document;
    return this.document.location(start, start, []);
  }

  /**
   * Where a part of a text is written, if it stands there on one line as it is, as a line's first words if possible; else
   * where the value is.
   */
  partLocation(part: string): Location {
    const { node, source } = this;
    if (node === undefined || part === '' || /[\r\n]/.test(part)) return this.valueLocation;
    let at = source.indexOf(part);
    for (let next = at; next !== -1; next = source.indexOf(part, next + 1)) {
      if (!startsLine(source, next) || !/^(?:$|[\s;&|])/.test(source.slice(next + part.length, next + part.length + 1)))
        continue;
      at = next;
      break;
    }
    if (at === -1) return this.valueLocation;
    return this.document.location(node.start + at, node.start + at + part.length, this.path);
  }

  #firstKeyLocation(node: Node): Location {
    if (node.kind === 'map' && node.alias !== true) {
      for (const { key } of entriesOf(node)) return this.document.location(key.start, key.end, this.path);
    }
    if (node.kind === 'sequence' && this.parent !== undefined && node.alias !== true) return this.parent.keyLocation;
    // Of a block of text in a list, its first line: `|`.
    if (node.kind === 'scalar' && node.style === 'block') {
      const header = /^\S+/.exec(this.source)?.[0].length ?? 1;
      return this.document.location(node.start, node.start + header, this.path);
    }
    return this.document.location(node.start, node.end, this.path);
  }
}

function pathOf(field: Field): Path {
  const path: (string | number)[] = [];
  for (let at: Field | undefined = field; at?.segment !== undefined; at = at.parent) path.push(at.segment);
  return path.reverse();
}

function startsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && text[before] !== '\n' && /\s/.test(text[before] ?? '')) before -= 1;
  return before < 0 || text[before] === '\n';
}
