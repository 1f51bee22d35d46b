import { groupBy } from '../../lists/groupBy.ts';
import { PlaceIndex, nearestIn } from './placeIndex.ts';
import type { Reads } from './reads.ts';
import type { Named, Viewpoint } from './scope.ts';
import { nearest, onlyOne } from './scope.ts';
import { addTo } from '../../lists/addTo.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** Objects of one kind by name and namespace, for look-ups from a viewpoint. */
export class NameIndex<T extends Named> {
  readonly #kind: string;
  readonly #reads: Reads;
  readonly #items: () => Iterable<T>;
  #names: Map<string, T[]> | undefined;
  /** Of names that many have, by namespace. */
  readonly #byNamespace = new Map<string, Map<string | null, T[]>>();
  /** Of names that many have, by where they lie: all of a name, and those of each namespace. */
  readonly #places = new Map<string, PlaceIndex<T>>();
  readonly #placesIn = new Map<string, Map<string | null, PlaceIndex<T>>>();

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
    return nearestIn(this.#placesFor(name, from.namespace), from, isMeant);
  }

  /** The places of all candidates; what has no namespace is a candidate for each, and indexed once. */
  #placesFor(name: string, namespace: string | null): readonly PlaceIndex<T>[] {
    const all = this.#byName.get(name) ?? [];
    if (namespace === null) return [getOrMake(this.#places, name, () => new PlaceIndex(all))];
    const places = getOrMake(this.#placesIn, name, () => new Map<string | null, PlaceIndex<T>>());
    return [namespace, null].map((one) =>
      getOrMake(places, one, () => new PlaceIndex(this.#namespacesOf(name, all).get(one) ?? [])),
    );
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
    const namespaces = this.#namespacesOf(name, all);
    return [...(namespaces.get(namespace) ?? []), ...(namespaces.get(null) ?? [])];
  }

  #namespacesOf(name: string, all: readonly T[]): ReadonlyMap<string | null, readonly T[]> {
    return getOrMake(this.#byNamespace, name, () => groupBy(all, (item) => item.namespace));
  }
}

/** From this many on, a name's objects are not looked through one by one. */
export const many = 16;
