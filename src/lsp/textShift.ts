import type { Position, Range } from '../text/position.ts';

/**
 * Carries places from one state of a text to a later one: lines before and after the first and the last change move as
 * a block, the lines between have no counterpart.
 */
export class TextShift {
  readonly #unchangedBefore: number;
  readonly #unchangedAfter: number;
  readonly #linesBefore: number;
  readonly #linesAfter: number;

  constructor(before: string, after: string) {
    const [old, now] = [before.split(/\r\n|\r|\n/), after.split(/\r\n|\r|\n/)];
    const most = Math.min(old.length, now.length);
    let head = 0;
    while (head < most && old[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
    this.#unchangedBefore = head;
    this.#unchangedAfter = tail;
    this.#linesBefore = old.length;
    this.#linesAfter = now.length;
  }

  /** Where a range of the earlier text is now; `undefined` where a line of it has changed. */
  toLater({ start, end }: Range): Range | undefined {
    const from = this.#moved(start, this.#linesBefore, this.#linesAfter);
    const to = this.#moved(end, this.#linesBefore, this.#linesAfter);
    return from === undefined || to === undefined ? undefined : { start: from, end: to };
  }

  /** Where a position of the later text was; `undefined` on a changed line. */
  toEarlier(position: Position): Position | undefined {
    return this.#moved(position, this.#linesAfter, this.#linesBefore);
  }

  #moved({ line, character }: Position, from: number, to: number): Position | undefined {
    if (line < this.#unchangedBefore) return { line, character };
    return line >= from - this.#unchangedAfter ? { line: line + to - from, character } : undefined;
  }
}
