/**
 * Keeps what was made last, and no more of it than a number. A ring of arrays: a Map or WeakMap that entries come into and
 * leave is replaced by a new one now and then, and what the old one holds outlives it until the next full collection.
 */
export class LastMade<K, V> {
  readonly #most: number;
  readonly #keys: K[] = [];
  readonly #values: V[] = [];
  #newest = -1;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    // What was made last is mostly wanted next.
    for (let back = 0; back < this.#keys.length; back += 1) {
      const at = (this.#newest - back + this.#most) % this.#most;
      if (this.#keys[at] === key) return this.#values[at];
    }
    return undefined;
  }

  /** @param key one that is not kept. */
  set(key: K, value: V): void {
    this.#newest = (this.#newest + 1) % this.#most;
    this.#keys[this.#newest] = key;
    this.#values[this.#newest] = value;
  }
}

/** Workloads that are kept for the next look, and what is made of them. */
export const mostWorkloads = 16;
