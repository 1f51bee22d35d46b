/** A kind of things, and the name of one; `*` stands for all. */
export type Key = `${string} ${string}`;

/**
 * Which names computations look up. What one of them made stays right until something changes that has one of these
 * names.
 */
export class Reads {
  readonly #tracking: boolean;
  #open: Set<Key> | undefined;

  /** @param tracking whether anyone will ask: otherwise nothing is remembered. */
  constructor(tracking = false) {
    this.#tracking = tracking;
  }

  note(kind: string, name: string): void {
    this.#open?.add(`${kind} ${name}`);
  }

  /** Runs a computation; what it looks up counts for the one around it too. */
  during<T>(run: () => T): Made<T> {
    const outer = this.#open;
    const keys = new Set<Key>();
    this.#open = keys;
    try {
      return { value: run(), keys };
    } finally {
      this.#open = outer;
      this.#repeat(keys);
    }
  }

  /** Keeps what is made of something; to ask for it again counts as if it were made again. */
  memo<K, V>(store: Store<K, Made<V>>, from: K, make: () => V): V {
    const known = store.get(from);
    if (known !== undefined) {
      this.#repeat(known.keys);
      return known.value;
    }
    const made = this.#tracking ? this.during(make) : { value: make(), keys: none };
    store.set(from, made);
    return made.value;
  }

  #repeat(keys: ReadonlySet<Key>): void {
    if (this.#open !== undefined) for (const key of keys) this.#open.add(key);
  }
}

const none: ReadonlySet<Key> = new Set();

/** What was made, and the names that were looked up for it. */
export interface Made<T> {
  readonly value: T;
  readonly keys: ReadonlySet<Key>;
}

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}
