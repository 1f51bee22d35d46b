/** The types of JSON Schema, as sentences name them. */
const types: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'null',
};

/** What may be any of some types. */
export function typeWords(names: Iterable<unknown>): string {
  return Array.from(new Set(names), (name) => types[String(name)] ?? String(name)).join(' or ');
}
