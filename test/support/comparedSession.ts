import { expect } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import type { LintResult } from '../../src/lint/finding.ts';
import { type LintOptions, lint } from '../../src/lint/lint.ts';
import { Session } from '../../src/lint/session.ts';

/** A session, whose results must be those of one run over the same texts. */
export class ComparedSession {
  readonly #options: LintOptions;
  readonly #session: Session;
  readonly #files = new Map<string, SourceFile>();

  constructor(options: LintOptions, texts: Iterable<readonly [uri: string, text: string]> = []) {
    this.#options = options;
    this.#session = new Session(options);
    for (const [uri, text] of texts) this.set(uri, text);
  }

  get names(): string[] {
    return [...this.#files.keys()].sort();
  }

  set(uri: string, text: string): void {
    const file = new SourceFile(uri, text);
    this.#files.set(uri, file);
    this.#session.set(file);
  }

  delete(uri: string): void {
    this.#files.delete(uri);
    this.#session.delete(uri);
  }

  result(): LintResult {
    const result = this.#session.result();
    const files = this.names.flatMap((uri) => this.#files.get(uri) ?? []);
    expect(result).toEqual(lint(files, this.#options));
    return result;
  }

  resultIn(uri: string): LintResult {
    return this.#session.resultIn(uri);
  }
}
