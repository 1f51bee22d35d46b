import type { Store } from '../../memo/getOrMake.ts';

/** A kind of things, and the name of one; `*` stands for all. */
export type Key = `${string} ${string}`;

/** What a computation looked up: names, and what others looked up whose outcome it used. */
export interface Looked {
  readonly keys: ReadonlySet<Key>;
  readonly used: ReadonlySet<Looked>;
}

/**
 * Which names computations look up. What one of them made stays right until something changes that has one of these
 * names.
 */
export class Reads {
  readonly #tracking: boolean;
  #open: { readonly keys: Set<Key>; readonly used: Set<Looked> } | undefined;

  /** @param tracking whether anyone will ask: otherwise nothing is remembered. */
  constructor(tracking = false) {
    this.#tracking = tracking;
  }

  note(kind: string, name: string): void {
    this.#open?.keys.add(`${kind} ${name}`);
  }

  /** Runs a computation; what it looks up counts for the one around it too. */
  during<T>(run: () => T): Made<T> {
    const outer = this.#open;
    const looked = { keys: new Set<Key>(), used: new Set<Looked>() };
    this.#open = looked;
    try {
      return { value: run(), looked };
    } finally {
      this.#open = outer;
      this.#repeat(looked);
    }
  }

  /** Keeps what is made of something; to ask for it again counts as if it were made again. */
  memo<K, V>(store: Store<K, Made<V>>, from: K, make: () => V): V {
    const known = store.get(from);
    if (known !== undefined) {
      this.#repeat(known.looked);
      return known.value;
    }
    const made = this.#tracking ? this.during(make) : { value: make(), looked: nothing };
    store.set(from, made);
    return made.value;
  }

  /** What looked up much may be used by many: it is named, and not repeated. */
  #repeat(looked: Looked): void {
    if (this.#open === undefined) return;
    if (looked.keys.size > few) this.#open.used.add(looked);
    else {
      for (const key of looked.keys) this.#open.keys.add(key);
      for (const one of looked.used) this.#open.used.add(one);
    }
  }
}

const few = 24;

const nothing: Looked = { keys: new Set(), used: new Set() };

/** What was made, and what was looked up for it. */
export interface Made<T> {
  readonly value: T;
  readonly looked: Looked;
}

/** Tells whether something was looked up that changed. */
export function lookedUp(changed: ReadonlySet<Key>): (looked: Looked) => boolean {
  const known = new Map<Looked, boolean>();
  const isMet = (looked: Looked): boolean => {
    if (meet(looked.keys, changed)) return true;
    for (const one of looked.used) {
      let met = known.get(one);
      if (met === undefined) known.set(one, (met = isMet(one)));
      if (met) return true;
    }
    return false;
  };
  return isMet;
}

function meet(a: ReadonlySet<Key>, b: ReadonlySet<Key>): boolean {
  const [some, more] = a.size < b.size ? [a, b] : [b, a];
  for (const key of some) if (more.has(key)) return true;
  return false;
}
