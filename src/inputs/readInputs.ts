import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';
import { excludedFiles, findFiles, uriOf } from './findFiles.ts';

export interface InputOptions {
  readonly cwd: string;
  /** What to call standard input. */
  readonly stdinFilename: string;
  readonly stdin: NodeJS.ReadableStream;
}

export interface Inputs {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** Folders in which no manifest lies. */
  readonly empty: readonly string[];
}

/**
 * Reads what the user named: files, folders (without what git ignores), patterns, and `-` for standard input. What a
 * pattern with `!` names is left out.
 */
export async function readInputs(paths: readonly string[], options: InputOptions): Promise<Inputs> {
  const reader = new InputReader(options);
  const wanted = paths.filter((path) => !path.startsWith('!'));
  await reader.exclude(paths.filter((path) => path.startsWith('!')));
  for (const path of wanted.length === 0 ? ['.'] : wanted) await reader.add(path);
  return reader;
}

class InputReader implements Inputs {
  readonly files: SourceFile[] = [];
  readonly problems: Problem[] = [];
  readonly empty: string[] = [];
  readonly #options: InputOptions;
  readonly #seen = new Set<string>();
  #excluded: ReadonlySet<string> = new Set();

  constructor(options: InputOptions) {
    this.#options = options;
  }

  async exclude(patterns: readonly string[]): Promise<void> {
    this.#excluded = await excludedFiles(patterns, this.#options.cwd);
  }

  async add(path: string): Promise<void> {
    const { cwd, stdin, stdinFilename } = this.#options;
    if (path === '-') {
      if (this.#isNew('-')) this.#decode(await buffer(stdin), stdinFilename);
      return;
    }
    const { files, locked } = await findFiles(path, cwd);
    for (const folder of locked) {
      if (this.#isNew(folder))
        this.#fail(uriOf(folder, cwd), 'unreadable', 'The folder could not be read: permission denied');
    }
    if (files === undefined) {
      if (this.#isNew(path)) this.#fail(uriOf(path, cwd), 'not-found', 'No such file or folder');
      return;
    }
    const kept = files.filter((file) => !this.#excluded.has(file));
    if (kept.length === 0 && locked.length === 0) this.empty.push(path);
    for (const file of kept) {
      if (this.#isNew(file)) await this.#read(file);
    }
  }

  #isNew(name: string): boolean {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }

  async #read(path: string): Promise<void> {
    const uri = uriOf(path, this.#options.cwd);
    try {
      this.#decode(await readFile(resolve(path)), uri);
    } catch (error) {
      this.#fail(uri, 'unreadable', `Could not be read: ${reasonOf(error)}`);
    }
  }

  /** A byte order mark is no part of the text: editors do not count it either. */
  #decode(bytes: Uint8Array, uri: string): void {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      this.#fail(uri, 'not-utf8', bytes.includes(0) ? 'A binary file, or one that is not in UTF-8' : 'Not in UTF-8');
      return;
    }
    this.files.push(new SourceFile(uri, text));
  }

  #fail(uri: string, code: ProblemCode, message: string): void {
    this.problems.push({ uri, range: null, code, severity: 'error', message });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    EPERM: 'not permitted',
    ENOENT: 'it is gone',
  };
  return reasons[code] ?? (code === '' ? error.message : code);
}
