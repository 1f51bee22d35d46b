import type { Named, Viewpoint } from './scope.ts';
import { nearest, nearestOne } from './scope.ts';

/** Objects of one kind by name and namespace, for look-ups from a viewpoint. */
export class NameIndex<T extends Named> {
  readonly #byName = new Map<string, Map<string | null, T[]>>();

  constructor(items: Iterable<T>) {
    for (const item of items) this.#add(item);
  }

  #add(item: T): void {
    if (item.name === null) return;
    const namespaces = this.#byName.get(item.name) ?? new Map<string | null, T[]>();
    this.#byName.set(item.name, namespaces);
    const list = namespaces.get(item.namespace);
    if (list === undefined) namespaces.set(item.namespace, [item]);
    else list.push(item);
  }

  /** All objects, in the order of their names' first use. */
  *values(): Generator<T> {
    for (const namespaces of this.#byName.values()) for (const list of namespaces.values()) yield* list;
  }

  nearest(name: string, from: Viewpoint): T[] {
    return nearest(this.candidates(name, from.namespace), from);
  }

  nearestOne(name: string, from: Viewpoint): T | undefined {
    return nearestOne(this.candidates(name, from.namespace), from);
  }

  /** What has this name, in this namespace or in one that is not written; for `null`, in any. */
  candidates(name: string, namespace: string | null): readonly T[] {
    const namespaces = this.#byName.get(name);
    if (namespaces === undefined) return [];
    if (namespace === null) return [...namespaces.values()].flat();
    const exact = namespaces.get(namespace) ?? [];
    const unwritten = namespaces.get(null);
    return unwritten === undefined ? exact : [...exact, ...unwritten];
  }
}
