import { dirname, join, resolve } from 'node:path';
import type { BaselineEntry } from '../baseline/baseline.ts';
import type { Config } from '../config/config.ts';
import { readBaseline, writeBaseline } from '../inputs/baselineFile.ts';
import { uriOf } from '../inputs/findFiles.ts';
import { reasonOf } from '../inputs/reason.ts';
import { baselineName } from '../inputs/baselineName.ts';
import type { LintResult } from '../lint/finding.ts';
import { objectWords } from '../lint/objectWords.ts';
import { withBaseline } from '../lint/withBaseline.ts';
import type { Args } from './args.ts';
import { type BaselineRun, baselineScope } from './baselineScope.ts';
import { UsageError } from '../inputs/usageError.ts';
import { counted } from '../text/counted.ts';

export interface BaselineOutcome {
  readonly result: LintResult;
  /** Sentences about it. */
  readonly notes: readonly string[];
}

/** Findings that were accepted. */
export class Baseline {
  readonly #path: string;
  /** As the working directory names its file. */
  readonly name: string;
  /** `undefined` where there is no such file yet. */
  readonly #entries: readonly BaselineEntry[] | undefined;

  private constructor(path: string, cwd: string, entries: readonly BaselineEntry[] | undefined) {
    this.#path = path;
    this.name = uriOf(path, cwd);
    this.#entries = entries;
  }

  /**
   * @param path absolute; one beside the configuration where unset.
   * @throws ConfigError where it is broken, UsageError where it is not there but must be.
   */
  static async open(
    path: string | undefined,
    args: Pick<Args, 'updateBaseline' | 'config'>,
    cwd: string,
    config: Config | undefined,
  ): Promise<Baseline> {
    // A configuration that was named may lie anywhere.
    const found = args.config === undefined ? config?.files.at(-1) : undefined;
    const home = found === undefined ? cwd : dirname(resolve(cwd, found));
    const target = path ?? join(home, baselineName);
    const entries = await readBaseline(target, cwd);
    if (entries === undefined && !args.updateBaseline)
      throw new UsageError(`Could not read ${uriOf(target, cwd)}: no such file (--update-baseline writes it)`);
    return new Baseline(target, cwd, entries);
  }

  /** Leaves out what is accepted. */
  apply(run: BaselineRun): BaselineOutcome {
    const entries = this.#entries ?? [];
    const { result, gone } = withBaseline(run.result, entries, baselineScope(this.#path, entries, run));
    return { result, notes: [...goneNotes(gone, this.name), ...releaseNotes(gone, run.result)] };
  }

  /**
   * Accepts all findings.
   * @throws UsageError where that cannot be written.
   */
  async update(run: BaselineRun): Promise<BaselineOutcome> {
    const entries = this.#entries ?? [];
    const scope = baselineScope(this.#path, entries, run);
    const before = withBaseline(run.result, entries, scope);
    const { result } = withBaseline(run.result, before.updated, scope);
    if (this.#entries === undefined && before.updated.length === 0) return { result, notes: ['No findings to accept'] };
    try {
      await writeBaseline(this.#path, before.updated);
    } catch (error) {
      throw new UsageError(`Could not write ${this.name}: ${reasonOf(error)}`);
    }
    const changes = [[before.result.findings.length, 'new'] as const, [before.gone.length, 'gone'] as const].flatMap(
      ([number, word]) => (number === 0 ? [] : [`${String(number)} ${word}`]),
    );
    const words = `${this.name} accepts ${counted(before.updated.length, 'finding')}`;
    const accepted = changes.length === 0 ? words : `${words} (${changes.join(', ')})`;
    return { result, notes: [accepted, ...releaseNotes(before.gone, run.result)] };
  }
}

const shown = 5;

/** Nothing that helm prints names the release: what is gone may be of another one, which the next run finds again. */
function releaseNotes(gone: readonly BaselineEntry[], { findings, suppressed }: LintResult): string[] {
  const found = [...findings, ...suppressed];
  const templates = new Set(found.map(({ template }) => template?.file));
  const objects = new Set(found.map(({ resource }) => objectWords(resource)));
  const others = gone.filter(
    ({ stdin, template, object }) => stdin && template !== undefined && templates.has(template) && !objects.has(object),
  );
  if (others.length === 0) return [];
  const are = others.length === 1 ? 'entry that is gone is' : 'entries that are gone are';
  return [
    `${String(others.length)} ${are} of other objects of the same templates: where a chart has several releases, each needs a --stdin-filename of its own`,
  ];
}

/** Many charts come through standard input by one name; of what was rendered to files, the files tell them apart. */
function placeOf({ file, stdin, template }: BaselineEntry): string {
  return stdin === true ? (template ?? file) : file;
}

function goneNotes(gone: readonly BaselineEntry[], name: string): string[] {
  if (gone.length === 0) return [];
  const one = gone.length === 1;
  const what = one ? `1 entry of ${name} is` : `${String(gone.length)} entries of ${name} are`;
  return [
    `${what} gone; --update-baseline removes ${one ? 'it' : 'them'}:`,
    ...gone.slice(0, shown).map((entry) => `  ${placeOf(entry)}: ${entry.object}: ${entry.ruleId}`),
    ...(gone.length > shown ? [`  and ${String(gone.length - shown)} more`] : []),
  ];
}
