/** A property of something that others made, whatever it is: a message, a module, settings. */
export function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return found;
}
