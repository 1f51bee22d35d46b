import type { Run } from './terminal.ts';

interface Text {
  readonly text: string;
}

/** Pods from which on a run lasts long enough for the engine's settings to matter: most of a large text may be schemas. */
const manyPods = 100;
const podWord = 'containers';

/** Text, in UTF-16 code units, from which on Node forgets what it compiled at the start. */
const veryLongRun = 10_000_000;

/** Text from which on memory counts for more than time. */
const large = 50_000_000;

/**
 * Percent of what is in use that Node leaves to garbage before it collects all: twice that by itself. Of a large text that
 * would be hundreds of megabytes; of another, most is still in use when it would collect, and the run is over soon.
 */
const roomForGarbage = { large: 10, forManyPods: 1000, usual: 0 };

/**
 * So much bytecode may be taken into a function that is optimized. A run of a few seconds ends before what is won by more
 * has made up for compiling it, which takes turns with the run where there are two processors.
 */
const inlining = {
  forManyPods: '--max-inlined-bytecode-size-cumulative=200',
  usual: '--max-inlined-bytecode-size-cumulative=920',
};

/**
 * V8 makes lists among the long-lived objects if most of what the same code made has lived long. Ours make lists of either
 * kind; dead ones there keep what they hold, and a run in two took 100 MB more and a tenth longer.
 */
const tenuring = { forManyPods: '--no-allocation-site-pretenuring', usual: '--allocation-site-pretenuring' };

let isForManyPods = false;

/** Readies the engine for as much work as these texts are. */
export function readyFor(texts: readonly Text[]): void {
  const isLarge = lengthOf(texts) >= large;
  if (isLarge) leaveRoom(roomForGarbage.large);
  // Who starts Node with settings may have set these.
  if (process.execArgv.length > 0 || !holdManyPods(texts)) return;
  for (const { forManyPods } of [inlining, tenuring]) setFlag(forManyPods);
  if (!isLarge) leaveRoom(roomForGarbage.forManyPods);
  isForManyPods = true;
}

/** Before compiled code is kept: V8 takes none that was compiled under other settings. Tells what kind of run it was. */
export function setAsUsual(): Run {
  if (!isForManyPods) return 'short';
  for (const { usual } of [inlining, tenuring]) setFlag(usual);
  leaveRoom(roomForGarbage.usual);
  return 'long';
}

/** Whether a run over these texts ends with all that a usual run needs compiled. */
export function isUsual(texts: readonly Text[]): boolean {
  return lengthOf(texts) < veryLongRun;
}

/** @param percent 0: as Node sees fit. */
function leaveRoom(percent: number): void {
  setFlag(`--heap-growing-percent=${String(percent)}`);
}

function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}

/** As far as a quick look tells. */
function holdManyPods(texts: readonly Text[]): boolean {
  let count = 0;
  for (const { text } of texts) {
    for (let at = text.indexOf(podWord); at !== -1; at = text.indexOf(podWord, at + podWord.length)) {
      count += 1;
      if (count === manyPods) return true;
    }
  }
  return false;
}

function lengthOf(texts: readonly Text[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
