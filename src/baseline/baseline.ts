import { groupBy } from '../lists/groupBy.ts';
import { compareText } from '../text/compareText.ts';

/** An accepted finding (schemas/baseline.schema.json). */
export interface BaselineEntry {
  readonly ruleId: string;
  /** Relative to the folder of the baseline, with `/`. */
  readonly file: string;
  /** Whether it came through standard input: there is no such file. */
  readonly stdin?: true;
  /** The helm template that it was rendered from. */
  readonly template?: string;
  readonly object: string;
  readonly fingerprint: string;
  readonly reason: string;
}

export interface BaselineFile {
  readonly $schema?: string;
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

/** A finding as a baseline names it. */
export type Recorded = Omit<BaselineEntry, 'reason'>;

/** What a run can tell about the entries. */
export interface Scope {
  /** Whether the run would have found it, were it still there. */
  covers(entry: BaselineEntry): boolean;
  /** Whether its file is gone, or was read: if the finding is no longer there, it may have moved to another file. */
  mayHaveMoved(entry: BaselineEntry): boolean;
}

/** What a run finds, compared with what was accepted. */
export interface Comparison<T extends Recorded> {
  /** The entry of each finding that is accepted. */
  readonly known: ReadonlyMap<T, BaselineEntry>;
  /** Entries that the run would have found, and did not. */
  readonly gone: readonly BaselineEntry[];
  /** Entries about which the run can say nothing. */
  readonly others: readonly BaselineEntry[];
}

/** Each entry accepts one finding: the one in its file or, where that has it no more, in another one. */
export function compareWithBaseline<T extends Recorded>(
  found: readonly T[],
  entries: readonly BaselineEntry[],
  scope: Scope,
): Comparison<T> {
  const known = new Map<T, BaselineEntry>();
  const inPlace = new Queues(entries, placeOf);
  for (const one of found) {
    const entry = inPlace.take(one);
    if (entry !== undefined) known.set(one, entry);
  }
  const rest = inPlace.rest();
  const moved = new Queues(
    rest.filter((entry) => scope.mayHaveMoved(entry)),
    ({ fingerprint, stdin = false }) => `${String(stdin)} ${fingerprint}`,
  );
  for (const one of found) {
    const entry = known.has(one) ? undefined : moved.take(one);
    if (entry !== undefined) known.set(one, entry);
  }
  const taken = new Set(known.values());
  const left = rest.filter((entry) => !taken.has(entry));
  const covered = new Set(left.filter((entry) => scope.covers(entry)));
  return { known, gone: [...covered], others: left.filter((entry) => !covered.has(entry)) };
}

/** The entries of a baseline after a run: reasons stay. */
export function updatedEntries<T extends Recorded>(
  found: readonly T[],
  { known, others }: Comparison<T>,
): BaselineEntry[] {
  return [...others, ...found.map((one) => ({ ...one, reason: known.get(one)?.reason ?? 'existing' }))].sort(compare);
}

function placeOf({ file, template, fingerprint }: Recorded): string {
  return JSON.stringify([file, template ?? null, fingerprint]);
}

/** Entries in their order, by a key. */
class Queues {
  readonly #keyOf: (one: Recorded) => string;
  readonly #queues: ReadonlyMap<string, BaselineEntry[]>;

  constructor(entries: readonly BaselineEntry[], keyOf: (one: Recorded) => string) {
    this.#keyOf = keyOf;
    this.#queues = groupBy(entries, keyOf);
  }

  take(one: Recorded): BaselineEntry | undefined {
    return this.#queues.get(this.#keyOf(one))?.shift();
  }

  /** What was not taken. */
  rest(): BaselineEntry[] {
    return [...this.#queues.values()].flat();
  }
}

function compare(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.file, b.file) ||
    compareText(a.template ?? '', b.template ?? '') ||
    compareText(a.object, b.object) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
