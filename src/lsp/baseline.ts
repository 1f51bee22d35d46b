import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BaselineEntry } from '../baseline/baseline.ts';
import { groupBy } from '../lists/groupBy.ts';
import { readBaseline } from '../inputs/baselineFile.ts';
import { findBaseline } from '../inputs/findBaseline.ts';
import { uriOf } from '../inputs/findFiles.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { withBaseline } from '../lint/withBaseline.ts';

/** The baseline of a folder: the findings that it accepts are not shown. */
export class FolderBaseline {
  readonly #root: string;
  readonly #home: string;
  readonly #byFile: ReadonlyMap<string, readonly BaselineEntry[]>;
  readonly #byFingerprint: ReadonlyMap<string, readonly BaselineEntry[]>;

  constructor(root: string, path: string, entries: readonly BaselineEntry[]) {
    this.#root = root;
    this.#home = dirname(path);
    const ofFiles = entries.filter(({ stdin }) => stdin !== true);
    this.#byFile = groupBy(ofFiles, ({ file }) => file);
    this.#byFingerprint = groupBy(ofFiles, ({ fingerprint }) => fingerprint);
  }

  /**
   * The one that the command finds when it runs in the folder.
   * @throws ConfigError where it is broken.
   */
  static async find(root: string): Promise<FolderBaseline | undefined> {
    const path = findBaseline(root);
    const entries = path === undefined ? undefined : await readBaseline(path, root);
    return path === undefined || entries === undefined ? undefined : new FolderBaseline(root, path, entries);
  }

  /** What is left of the result of one file. @param resultIn what is found in another one. */
  apply(name: string, result: LintResult, resultIn: (name: string) => LintResult): LintResult {
    if (result.findings.length === 0) return result;
    const own = this.#nameOf(name);
    const isFree = (entry: BaselineEntry): boolean => {
      const path = resolve(this.#home, entry.file);
      const isThere = ({ partialFingerprint }: Finding): boolean => partialFingerprint === entry.fingerprint;
      return entry.file !== own && (!existsSync(path) || !allIn(resultIn(uriOf(path, this.#root))).some(isThere));
    };
    // What was in a file that is no more, or has it no more, may be in this one now.
    const moved = [...new Set(result.findings.map(({ partialFingerprint }) => partialFingerprint))].flatMap(
      (fingerprint) => (this.#byFingerprint.get(fingerprint) ?? []).filter(isFree),
    );
    const entries = [...(this.#byFile.get(own) ?? []), ...moved];
    if (entries.length === 0) return result;
    const scope = { sourceOf: () => ({ file: own }), covers: () => false, mayHaveMoved: () => true };
    return withBaseline(result, entries, scope).result;
  }

  /** As its entries call a file. */
  #nameOf(name: string): string {
    return uriOf(resolve(this.#root, name), this.#home);
  }
}

function allIn({ findings, suppressed }: LintResult): readonly Finding[] {
  return [...findings, ...suppressed];
}
