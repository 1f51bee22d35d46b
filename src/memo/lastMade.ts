/**
 * Keeps what was made last, and no more of it than a number. A ring of arrays: a Map or WeakMap that entries come into and
 * leave is replaced by a new one now and then, and what the old one holds outlives it until the next full collection.
 */
export class LastMade<K, V> {
  readonly #most: number;
  readonly #keys: K[] = [];
  readonly #values: V[] = [];
  /** Where the one is that was made last; the next one takes the place after it. */
  #newest = -1;
  /** Where the one is that was asked for last. */
  #asked = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    const { length } = this.#keys;
    // The same is asked for many times, then the one that was made after it.
    for (let tried = 0, at = this.#asked; tried < length; tried += 1, at = at + 1 === length ? 0 : at + 1) {
      if (this.#keys[at] !== key) continue;
      this.#asked = at;
      return this.#values[at];
    }
    return undefined;
  }

  /** @param key one that is not kept. */
  set(key: K, value: V): void {
    this.#newest = (this.#newest + 1) % this.#most;
    this.#keys[this.#newest] = key;
    this.#values[this.#newest] = value;
    this.#asked = this.#newest;
  }
}
