import { readdirSync } from 'node:fs';

interface Text {
  readonly text: string;
}

/** Text, in UTF-16 code units, from which on a run lasts long enough for the engine's settings to matter. */
const longRun = 1_000_000;

/** Text from which on Node forgets what it compiled at the start. */
const veryLongRun = 10_000_000;

/** Text from which on memory counts for more than time. */
const large = 50_000_000;

/** Percent of what is in use that Node then leaves to garbage before it collects: half by itself, which is 300 MB of 600. */
const roomForGarbage = 10;

/**
 * Of bytecode, so much may be taken into a function that is optimized: 920 by itself. A run of a few seconds ends before
 * what is won by more has made up for compiling it.
 */
const inlinedBytecode = 200;

/** Of the threads that compile and collect; that of this one is 0, and what is higher comes later. */
const niceness = 10;

/** Readies the engine for as much work as these texts are. */
export function readyFor(texts: readonly Text[]): void {
  const length = lengthOf(texts);
  if (length < longRun) return;
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${String(inlinedBytecode)}`);
  if (length >= large) setFlagsFromString(`--heap-growing-percent=${String(roomForGarbage)}`);
  stepForward();
}

/** Whether a run over these texts ends with all that a usual run needs compiled. */
export function isUsual(texts: readonly Text[]): boolean {
  return texts.length > 0 && lengthOf(texts) < veryLongRun;
}

/**
 * V8 optimizes functions on several threads at once. On the two processors of a small machine these take turns with the
 * thread that lints, though it can go on without what they make: so they make way for it, where the system lets them.
 */
function stepForward(): void {
  if (process.platform !== 'linux') return;
  const { setPriority } = process.getBuiltinModule('node:os');
  try {
    for (const thread of readdirSync('/proc/self/task'))
      if (Number(thread) !== process.pid) setPriority(Number(thread), niceness);
  } catch {
    // It lints all the same.
  }
}

function lengthOf(texts: readonly Text[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
