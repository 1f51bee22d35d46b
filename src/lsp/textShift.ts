import { diffArrays } from 'diff';
import type { Position, Range } from '../text/position.ts';

/** Lines that stand in both states of a text, one after the other. */
interface Block {
  /** Where they begin in the earlier and in the later state. */
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

/** Of so many lines that came or went between the first and the last change, what stayed between them is not sought. */
const mostChanged = 500;

/**
 * Carries places from one state of a text to a later one, however many changes lie between: lines that stayed move as
 * blocks, those that changed have no counterpart.
 */
export class TextShift {
  readonly #blocks: readonly Block[];

  constructor(before: string, after: string) {
    this.#blocks = blocksOf(linesOf(before), linesOf(after));
  }

  /** Where a range of the earlier text is now; `undefined` where a line of it has changed. */
  toLater({ start, end }: Range): Range | undefined {
    const [from, to] = [start, end].map((position) => this.#moved(position, 'before', 'after'));
    return from === undefined || to === undefined ? undefined : { start: from, end: to };
  }

  /** Where a position of the later text was; `undefined` on a changed line. */
  toEarlier(position: Position): Position | undefined {
    return this.#moved(position, 'after', 'before');
  }

  #moved({ line, character }: Position, from: 'before' | 'after', to: 'before' | 'after'): Position | undefined {
    const block = this.#blocks.find((one) => line >= one[from] && line < one[from] + one.count);
    return block === undefined ? undefined : { line: line - block[from] + block[to], character };
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function blocksOf(old: readonly string[], now: readonly string[]): Block[] {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const between = blocksBetween(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head);
  const rest = { before: old.length - tail, after: now.length - tail, count: tail };
  return [{ before: 0, after: 0, count: head }, ...between, rest];
}

/** @param start the line that both begin at. */
function blocksBetween(old: string[], now: string[], start: number): Block[] {
  let [before, after] = [start, start];
  // Without a limit that is quadratic where all is another.
  const changes = diffArrays(old, now, { maxEditLength: mostChanged }) ?? [];
  return changes.flatMap(({ count, added, removed }) => {
    const block = { before, after, count };
    if (!added) before += count;
    if (!removed) after += count;
    return added || removed ? [] : [block];
  });
}
