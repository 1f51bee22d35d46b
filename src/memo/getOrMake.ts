/** A Map, a WeakMap, or what is asked like one. */
export interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/**
 * What a store has for a key; where it has nothing, that is made and kept. What is asked for each object or container of
 * thousands asks its own store: one function that meets every kind of store and of key is slower.
 */
export function getOrMake<K, V>(store: Store<K, V>, key: K, make: (key: K) => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  store.set(key, made);
  return made;
}
