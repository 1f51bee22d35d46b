/** From this many items on, what is made of a list is kept. */
export const long = 16;

/** Keeps what is made of long lists, which many share, as long as there are these lists: of a short one it is made anew. */
export class LongLists<T, V extends object> {
  readonly #made = new WeakMap<readonly T[], V>();

  get(list: readonly T[], make: () => V): V {
    if (list.length < long) return make();
    const known = this.#made.get(list);
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(list, made);
    return made;
  }
}
