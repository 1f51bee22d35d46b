/** Text, in UTF-16 code units, from which on memory counts for more than time. */
const large = 50_000_000;

/** Percent of what is in use that Node then leaves to garbage before it collects: half by itself, which is 300 MB of 600. */
const roomForGarbage = 10;

/** Keeps the process small where the input is large. */
export function boundMemory(texts: readonly { readonly text: string }[]): void {
  if (texts.reduce((sum, { text }) => sum + text.length, 0) < large) return;
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${String(roomForGarbage)}`);
}
