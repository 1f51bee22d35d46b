import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';

export interface InputOptions {
  readonly cwd: string;
  /** What to call standard input. */
  readonly stdinFilename: string;
  readonly stdin: NodeJS.ReadableStream;
}

export interface Inputs {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** Folders and patterns in which no manifest lies. */
  readonly empty: readonly string[];
}

const manifestPattern = '**/*.{yaml,yml,json}';

/** Reads what the user named: files, folders (without what git ignores), patterns, and `-` for standard input. */
export async function readInputs(paths: readonly string[], options: InputOptions): Promise<Inputs> {
  const problems: Problem[] = [];
  const empty: string[] = [];
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    if (path === '-') {
      const { stdinFilename } = options;
      files.set(stdinFilename, new SourceFile(stdinFilename, await textOf(options.stdin)));
      continue;
    }
    const found = await findFiles(path, options.cwd);
    if (found === undefined) {
      problems.push(failure(uriOf(path, options.cwd), 'not-found', 'No such file or folder'));
      continue;
    }
    if (found.length === 0) empty.push(path);
    for (const file of found) {
      const uri = uriOf(file, options.cwd);
      if (files.has(uri)) continue;
      const read = await readOne(resolve(options.cwd, file), uri);
      if (read instanceof SourceFile) files.set(uri, read);
      else problems.push(read);
    }
  }
  return { files: [...files.values()], problems, empty };
}

/** The files behind a path; `undefined` where there is nothing of that name. */
async function findFiles(path: string, cwd: string): Promise<string[] | undefined> {
  const absolute = resolve(cwd, path);
  const status = await stat(absolute).catch(() => undefined);
  if (status?.isDirectory() === true) return glob(manifestPattern, absolute);
  if (status !== undefined) return [absolute];
  if (!/[*?[\]{}!]/.test(path)) return undefined;
  const found = await glob(path.split(sep).join('/'), cwd);
  return found.length === 0 ? undefined : found;
}

async function glob(pattern: string, cwd: string): Promise<string[]> {
  const { globby } = await import('globby');
  const found = await globby(pattern, {
    cwd,
    absolute: true,
    dot: true,
    gitignore: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
    suppressErrors: true,
    followSymbolicLinks: false,
  });
  return found.sort();
}

async function readOne(path: string, uri: string): Promise<SourceFile | Problem> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return failure(uri, 'unreadable', `Could not be read: ${reasonOf(error)}`);
  }
  try {
    return new SourceFile(uri, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return failure(uri, 'not-utf8', bytes.includes(0) ? 'A binary file, or one that is not in UTF-8' : 'Not in UTF-8');
  }
}

function failure(uri: string, code: ProblemCode, message: string): Problem {
  return { uri, range: null, code, severity: 'error', message };
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

/** Relative to the working directory, with `/`. */
function uriOf(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  const name = relative(cwd, absolute);
  if (name === '') return basename(absolute);
  return (isAbsolute(name) ? absolute : name).split(sep).join('/');
}
