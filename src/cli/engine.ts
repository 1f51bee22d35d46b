import { readdirSync } from 'node:fs';

interface Text {
  readonly text: string;
}

/** Pods from which on a run lasts long enough for the engine's settings to matter: most of a large text may be schemas. */
const manyPods = 100;

/** Text, in UTF-16 code units, from which on Node forgets what it compiled at the start. */
const veryLongRun = 10_000_000;

/** Text from which on memory counts for more than time. */
const large = 50_000_000;

/** Percent of what is in use that Node then leaves to garbage before it collects: half by itself, which is 300 MB of 600. */
const roomForGarbage = 10;

/**
 * So much bytecode may be taken into a function that is optimized. A run of a few seconds ends before what is won by more
 * has made up for compiling it.
 */
const inlinedBytecode = 200;
/** V8's own value. */
const usualInlinedBytecode = 920;

/** Of the threads that compile and collect; that of this one is 0, and what is higher comes later. */
const niceness = 10;

/** Readies the engine for as much work as these texts are. */
export function readyFor(texts: readonly Text[]): void {
  if (lengthOf(texts) >= large) setFlag('heap-growing-percent', roomForGarbage);
  if (!isLong(texts)) return;
  setFlag('max-inlined-bytecode-size-cumulative', inlinedBytecode);
  stepForward();
}

/** Whether a run over these texts ends with all that a usual run needs compiled: it can be kept now. */
export function endsUsual(texts: readonly Text[]): boolean {
  if (texts.length === 0 || lengthOf(texts) >= veryLongRun) return false;
  // V8 takes nothing that was kept under other settings.
  if (isLong(texts)) setFlag('max-inlined-bytecode-size-cumulative', usualInlinedBytecode);
  return true;
}

/** Whether the texts hold many pods, as far as a quick look tells. */
function isLong(texts: readonly Text[]): boolean {
  let count = 0;
  for (const { text } of texts) {
    for (let at = text.indexOf(podWord); at !== -1; at = text.indexOf(podWord, at + podWord.length)) {
      count += 1;
      if (count === manyPods) return true;
    }
  }
  return false;
}

const podWord = 'containers';

function setFlag(name: string, value: number): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--${name}=${String(value)}`);
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
