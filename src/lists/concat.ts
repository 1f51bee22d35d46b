/** One list of what each of many has: with thousands of them, faster than `flatMap`. */
export function concat<T, U>(items: readonly T[], listOf: (item: T) => readonly U[]): U[] {
  const all: U[] = [];
  for (const item of items) for (const one of listOf(item)) all.push(one);
  return all;
}
