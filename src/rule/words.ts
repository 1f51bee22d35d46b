import type { Container } from '../facts/pods/container.ts';

/** `container "web"`, `containers "web" and "proxy"`; of many, the first few and a count. */
export function containerWords(containers: readonly Pick<Container, 'name'>[]): string {
  const names = containers.map(({ name }) => `"${name ?? '?'}"`);
  return `${names.length === 1 ? 'container' : 'containers'} ${listWords(names)}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listWords(items: readonly string[]): string {
  const shown = items.length > 4 ? [...items.slice(0, 3), `${String(items.length - 3)} more`] : items;
  return allWords(shown);
}

/** `a`, `a and b`, `a, b and c`, however many. */
export function allWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
