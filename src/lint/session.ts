import type { SourceFile } from '../documents/document.ts';
import { NodeCache } from '../documents/nodeCache.ts';
import type { Model } from '../rule/rule.ts';
import type { LintResult } from './finding.ts';
import { type Analysis, type AnalyzedFile, analyzeFile, joinFiles } from './analyze.ts';
import { type LintOptions, check } from './lint.ts';

/**
 * Files that belong together and change one by one. What it finds is what `lint` finds in the same texts, given in the
 * order of their names.
 */
export class Session {
  readonly #options: LintOptions;
  readonly #files = new Map<string, AnalyzedFile>();
  #analysis: Analysis | undefined;
  #result: LintResult | undefined;

  constructor(options: LintOptions) {
    this.#options = options;
  }

  /** Adds a file, or replaces its text. */
  set(file: SourceFile): void {
    // What an editor points at is looked up again and again: it is all kept.
    this.#files.set(file.uri, analyzeFile(file, new NodeCache(Infinity)));
    this.#forget();
  }

  delete(uri: string): void {
    if (this.#files.delete(uri)) this.#forget();
  }

  /** Facts of the present texts. */
  get model(): Model {
    return this.#analyze().model;
  }

  /** Findings in all present texts. */
  result(): LintResult {
    this.#result ??= check(this.#analyze(), this.#options);
    return this.#result;
  }

  #analyze(): Analysis {
    this.#analysis ??= joinFiles(this.#sorted(), this.#options);
    return this.#analysis;
  }

  #sorted(): AnalyzedFile[] {
    return [...this.#files.keys()].sort().flatMap((uri) => this.#files.get(uri) ?? []);
  }

  #forget(): void {
    this.#analysis = undefined;
    this.#result = undefined;
  }
}
