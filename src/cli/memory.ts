interface Text {
  readonly text: string;
}

/** Text, in UTF-16 code units, from which on memory counts for more than time. */
const large = 50_000_000;

/** Percent of what is in use that Node then leaves to garbage before it collects: half by itself, which is 300 MB of 600. */
const roomForGarbage = 10;

/** Text from which on Node forgets what it compiled at the start. */
const longRun = 10_000_000;

/** Keeps the process small where the input is large. */
export function boundMemory(texts: readonly Text[]): void {
  if (lengthOf(texts) < large) return;
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${String(roomForGarbage)}`);
}

/** Whether a run over these texts ends with all that a usual run needs compiled. */
export function isUsual(texts: readonly Text[]): boolean {
  return texts.length > 0 && lengthOf(texts) < longRun;
}

function lengthOf(texts: readonly Text[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
