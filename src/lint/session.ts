import type { SourceFile } from '../documents/document.ts';
import { type ReadFile, readDocuments } from '../documents/read.ts';
import type { Model } from '../rule/rule.ts';
import type { LintResult } from './finding.ts';
import { type Analysis, type LintOptions, analyzeRead, check } from './lint.ts';

/**
 * Files that belong together and change one by one. What it finds is what `lint` finds in the same texts, given in the
 * order of their names.
 */
export class Session {
  readonly #options: LintOptions;
  readonly #files = new Map<string, ReadFile>();
  #analysis: Analysis | undefined;
  #result: LintResult | undefined;

  constructor(options: LintOptions) {
    this.#options = options;
  }

  /** Adds a file, or replaces its text. */
  set(file: SourceFile): void {
    this.#files.set(file.uri, readDocuments(file));
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
    this.#result ??= check(this.#analyze(), this.#options.rules);
    return this.#result;
  }

  #analyze(): Analysis {
    this.#analysis ??= analyzeRead(this.#sorted(), this.#options);
    return this.#analysis;
  }

  #sorted(): ReadFile[] {
    return [...this.#files.keys()].sort().flatMap((uri) => this.#files.get(uri) ?? []);
  }

  #forget(): void {
    this.#analysis = undefined;
    this.#result = undefined;
  }
}
