import { basename } from 'node:path';
import type { MeansPath } from '../config/filePatterns.ts';
import type { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';
import { baselineName } from './baselineName.ts';
import { isConfig } from './findConfig.ts';
import { type FoundFiles, excludedFiles, findFiles, isPattern, uriOf } from './findFiles.ts';
import { otherNames } from './links.ts';
import { type ReadInput, readInput, readStream, unreadable } from './readInput.ts';

export interface InputOptions {
  readonly cwd: string;
  /** What to call standard input. */
  readonly stdinFilename: string;
  /** Opens standard input. */
  readonly stdin: () => NodeJS.ReadableStream;
  /** What the configuration leaves out of folders and patterns. */
  readonly excludes?: MeansPath | undefined;
}

export interface Inputs {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** Of each path behind which there is nothing to lint, why. */
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
  await reader.add(wanted.length === 0 ? ['.'] : wanted);
  return reader;
}

const noFiles: FoundFiles = { files: [], locked: [], linked: false };

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

  async add(paths: readonly string[]): Promise<void> {
    const { cwd, stdin, stdinFilename, excludes } = this.#options;
    const found = await Promise.all(
      paths.map(async (path) => ({ path, ...(path === '-' ? noFiles : await findFiles(path, cwd, excludes)) })),
    );
    if (found.some(({ linked }) => linked)) {
      const files = found.flatMap(({ files }) => files ?? []).filter((file) => !this.#excluded.has(file));
      for (const file of otherNames(files)) this.#seen.add(file);
    }
    for (const one of found) {
      if (one.path !== '-') this.#addFound(one);
      else if (this.#isNew('-')) this.#take(await readStream(stdin(), stdinFilename));
    }
  }

  #addFound({ path, files, locked, ignored = 0 }: FoundFiles & { readonly path: string }): void {
    const { cwd } = this.#options;
    for (const folder of locked) {
      if (this.#isNew(folder))
        this.#fail(uriOf(folder, cwd), 'unreadable', 'The folder could not be read: permission denied');
    }
    if (files === undefined) {
      const none = isPattern(path) ? 'No file fits this pattern' : 'No such file or folder';
      const message = ignored === 0 ? none : `No such file${this.#leftOut(ignored)}`;
      if (this.#isNew(path)) this.#fail(uriOf(path, cwd), 'not-found', message);
      return;
    }
    const others = files.filter((file) => !isOwn(file));
    const kept = others.filter((file) => !this.#excluded.has(file));
    if (kept.length === 0 && locked.length === 0)
      this.empty.push(
        others.length > 0
          ? `Patterns with ! leave out all of ${path}`
          : files.length > 0
            ? `Nothing but settings in ${path}`
            : `No YAML or JSON file in ${path}${this.#leftOut(ignored)}`,
      );
    for (const file of kept) {
      if (this.#isNew(file)) this.#take(readInput(file, uriOf(file, cwd)));
    }
  }

  /** What to do about manifests that are left out. */
  #leftOut(count: number): string {
    if (count === 0) return '';
    const [kept, by] =
      this.#options.excludes === undefined
        ? ['git does not ignore', '']
        : ['is not left out', ' by git or by the configuration'];
    return ` that ${kept} (${String(count)} left out${by}; name the files to lint them)`;
  }

  #isNew(name: string): boolean {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }

  #take({ file, problem }: ReadInput): void {
    if (file !== undefined) this.files.push(file);
    if (problem !== undefined) this.problems.push(problem);
  }

  #fail(uri: string, code: ProblemCode, message: string): void {
    this.problems.push(unreadable(uri, code, message));
  }
}

/** Files that tell this command, or npm, what to do; a tool that runs on what changed names them, too. */
function isOwn(file: string): boolean {
  return isConfig(file) || basename(file) === baselineName;
}
