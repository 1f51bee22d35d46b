import type { SourceFile } from '../documents/document.ts';
import { NodeCache } from '../documents/nodeCache.ts';
import type { Problem } from '../documents/problem.ts';
import { isChartFile } from '../facts/charts.ts';
import type { FileFacts } from '../facts/fileFacts.ts';
import { changedNames, isKustomizing } from '../facts/namesIn.ts';
import { type Made, Reads, lookedUp } from '../facts/objects/reads.ts';
import type { Model } from '../rule/rule.ts';
import { type Analysis, type AnalyzedFile, analyzeFile, countsOf, joinFiles } from './analyze.ts';
import type { LintResult } from './finding.ts';
import { compareFindings } from './finish.ts';
import { type Found, type LintOptions, findingsOf, firstOfEachKind, resultOf } from './lint.ts';

/**
 * Files that belong together and change one by one. What it finds is what `lint` finds in the same texts, given in the
 * order of their names. After a change only those files are looked at again that looked up something that changed.
 */
export class Session {
  readonly #options: LintOptions;
  readonly #files = new Map<string, AnalyzedFile>();
  readonly #nodes = new NodeCache();
  readonly #reads = new Reads(true);
  /** What is found in each file, and the names that were looked up for it. */
  readonly #found = new Map<string, Made<LintResult>>();
  /** In order; `undefined` after files came or went. */
  #names: readonly string[] | undefined;
  #analysis: Analysis | undefined;

  constructor(options: LintOptions) {
    this.#options = options;
  }

  /**
   * Adds a file, or replaces its text; the result is what is wrong with it.
   * @param accept may refuse it for that: then all stays as it is.
   */
  set(file: SourceFile, accept: (problems: readonly Problem[]) => boolean = () => true): readonly Problem[] {
    const before = this.#files.get(file.uri);
    const after = analyzeFile(file, this.#nodes, this.#options);
    if (accept(after.problems)) {
      this.#files.set(file.uri, after);
      this.#forget(file.uri, before?.facts, after.facts);
    }
    return after.problems;
  }

  problemsIn(uri: string): readonly Problem[] {
    return this.#files.get(uri)?.problems ?? [];
  }

  delete(uri: string): void {
    const before = this.#files.get(uri);
    if (before === undefined) return;
    this.#files.delete(uri);
    this.#forget(uri, before.facts, undefined);
  }

  /** Facts of the present texts. */
  get model(): Model {
    return this.#analyze().model;
  }

  /** Facts of one of them, as the others make them. */
  modelOf(uri: string): Model | undefined {
    const file = this.#files.get(uri);
    return file === undefined ? undefined : this.#analyze().of(file.facts);
  }

  /** Findings and problems in one file; the same object until they may be others. */
  resultIn(uri: string): LintResult {
    const known = this.#found.get(uri);
    if (known !== undefined) return known.value;
    const file = this.#files.get(uri);
    if (file === undefined) return nothing;
    const made = this.#reads.during(() => resultOf(countsOf(this.#analyze(), [file]), this.#check(file.facts, uri)));
    this.#found.set(uri, made);
    return made.value;
  }

  /** Findings in all present texts. */
  result(): LintResult {
    const results = this.#sorted().map((uri) => this.resultIn(uri));
    const findings = results.flatMap((result) => result.findings).sort(compareFindings);
    const suppressed = results.flatMap((result) => result.suppressed).sort(compareFindings);
    // What pods of several files use is found once for each of these.
    const all = [...firstOfEachKind(findings), ...firstOfEachKind(suppressed)];
    const unbuilt = results.flatMap((result) => result.unbuilt);
    return resultOf(countsOf(this.#analyze()), { findings: all, unbuilt });
  }

  #check(facts: FileFacts, uri: string): Found {
    return findingsOf(
      {
        files: [facts],
        resources: facts.resources,
        parts: this.#analyze().partsOf(facts),
        isMeant: ({ document }) => document.uri === uri,
      },
      this.#options,
    );
  }

  #analyze(): Analysis {
    this.#analysis ??= joinFiles(
      this.#sorted().flatMap((uri) => this.#files.get(uri) ?? []),
      this.#options,
      this.#reads,
    );
    return this.#analysis;
  }

  #sorted(): readonly string[] {
    return (this.#names ??= [...this.#files.keys()].sort());
  }

  /** What a file says changed: what was found by it is out of date. */
  #forget(uri: string, before: FileFacts | undefined, after: FileFacts | undefined): void {
    this.#analysis = undefined;
    if (before === undefined || after === undefined) this.#names = undefined;
    this.#found.delete(uri);
    if (this.#found.size === 0) return;
    // Whether a kustomization is complete depends on which files there are, and that of anything on whether all is read.
    const cameOrWent = (before === undefined || after === undefined) && this.#hasKustomization();
    const changed =
      cameOrWent || isChartFile(uri) || this.#isPatch(uri) || isRead(before) !== isRead(after)
        ? undefined
        : changedNames(before, after);
    if (changed?.size === 0) return;
    const isOld = changed === undefined ? () => true : lookedUp(changed);
    for (const [name, { looked }] of this.#found) if (isOld(looked)) this.#found.delete(name);
  }

  /** Whether a kustomization takes a file for a change of others. */
  #isPatch(uri: string): boolean {
    return [...this.#files.values()].some(({ facts }) =>
      facts.kustomizations.some(({ changeFiles }) => changeFiles.has(uri)),
    );
  }

  #hasKustomization(): boolean {
    return [...this.#files.values()].some(({ facts }) => isKustomizing(facts));
  }
}

const nothing = resultOf(
  { files: 0, documents: 0, workloads: 0, charts: [], problems: [] },
  { findings: [], unbuilt: [] },
);

function isRead(facts: FileFacts | undefined): boolean {
  return (facts?.unread.length ?? 0) === 0;
}
