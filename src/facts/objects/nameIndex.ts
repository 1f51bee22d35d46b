import { groupBy } from '../../lists/groupBy.ts';
import { PlaceIndex } from './placeIndex.ts';
import type { Reads } from './reads.ts';
import type { Named, Viewpoint } from './scope.ts';
import { nearest, onlyOne } from './scope.ts';
import { addTo } from '../../lists/addTo.ts';

/** Objects of one kind by name and namespace, for look-ups from a viewpoint. */
export class NameIndex<T extends Named> {
  readonly #kind: string;
  readonly #reads: Reads;
  readonly #items: () => Iterable<T>;
  #names: Map<string, T[]> | undefined;
  /** Of names that many have, by namespace. */
  readonly #byNamespace = new Map<string, Map<string | null, T[]>>();
  /** Of what many candidates there are for a name and namespace, by where they lie. */
  readonly #places = new Map<string, Map<string | null, PlaceIndex<T>>>();

  /**
   * @param kind what they are called in `reads`.
   * @param items is called when something is looked up for the first time.
   */
  constructor(kind: string, items: () => Iterable<T>, reads: Reads) {
    this.#kind = kind;
    this.#items = items;
    this.#reads = reads;
  }

  get #byName(): Map<string, T[]> {
    if (this.#names !== undefined) return this.#names;
    const names = (this.#names = new Map<string, T[]>());
    for (const item of this.#items()) {
      if (item.name !== null) addTo(names, item.name, item);
    }
    return names;
  }

  /** All objects, in the order of their names' first use. */
  *values(): Generator<T> {
    this.#reads.note(this.#kind, '*');
    for (const list of this.#byName.values()) yield* list;
  }

  has(name: string): boolean {
    this.#reads.note(this.#kind, name);
    return this.#byName.has(name);
  }

  /** @param isMeant others do not count. */
  nearest(name: string, from: Viewpoint, isMeant: (item: T) => boolean = () => true): T[] {
    const candidates = this.candidates(name, from.namespace);
    if (candidates.length < many) return nearest(candidates.filter(isMeant), from);
    const places = this.#places.get(name) ?? new Map<string | null, PlaceIndex<T>>();
    const index = places.get(from.namespace) ?? new PlaceIndex(candidates);
    this.#places.set(name, places.set(from.namespace, index));
    return index.nearest(from, isMeant);
  }

  nearestOne(name: string, from: Viewpoint): T | undefined {
    return onlyOne(this.nearest(name, from));
  }

  /** What has this name, in this namespace or in one that is not written; for `null`, in any. */
  candidates(name: string, namespace: string | null): readonly T[] {
    this.#reads.note(this.#kind, name);
    const all = this.#byName.get(name);
    if (all === undefined) return [];
    if (namespace === null) return all;
    if (all.length < many) return all.filter((item) => item.namespace === namespace || item.namespace === null);
    const namespaces = this.#byNamespace.get(name) ?? groupBy(all, (item) => item.namespace);
    this.#byNamespace.set(name, namespaces);
    return [...(namespaces.get(namespace) ?? []), ...(namespaces.get(null) ?? [])];
  }
}

/** From this many on, a name's objects are not looked through one by one. */
export const many = 16;
