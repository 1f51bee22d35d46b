import { isAbsolute, relative, resolve, sep } from 'node:path';
import { realPath, statusOf } from './links.ts';

/** What lies behind a path that the user gave. */
export interface FoundFiles {
  /** Absolute paths, sorted; `undefined` where there is nothing of that name. */
  readonly files: readonly string[] | undefined;
  /** Folders that could not be looked into. */
  readonly locked: readonly string[];
  /** Whether links are among them or lead to them, so that two may be one. */
  readonly linked: boolean;
}

const neverLinted = ['**/.git/**', '**/node_modules/**'];

/** The files behind a file, a folder or a pattern. */
export async function findFiles(path: string, cwd: string): Promise<FoundFiles> {
  const absolute = resolve(cwd, path);
  const status = statusOf(absolute);
  const isLinked = status !== undefined && realPath(absolute) !== absolute;
  if (status?.isDirectory() === true) {
    const [{ walk }, { GitIgnore }] = await Promise.all([import('./walk.ts'), import('./gitignore.ts')]);
    const above = GitIgnore.above(absolute);
    // Who names a folder that git ignores means it.
    const meant = absolute !== resolve(cwd) && above.ignores(absolute, true);
    const found = walk(absolute, meant ? undefined : above);
    return { ...found, linked: found.linked || isLinked };
  }
  if (status !== undefined) return { files: [absolute], locked: [], linked: isLinked };
  if (!/[*?[\]{}!]/.test(path)) return { files: undefined, locked: [], linked: false };
  const found = await glob(path.split(sep).join('/'), cwd);
  return found.files?.length === 0 ? { ...found, files: undefined } : found;
}

/** The files that a pattern takes away (`!charts/**`). */
export async function excludedFiles(patterns: readonly string[], cwd: string): Promise<ReadonlySet<string>> {
  const excluded = new Set<string>();
  for (const pattern of patterns) {
    const { files } = await findFiles(pattern.slice(1), cwd);
    for (const file of files ?? []) excluded.add(file);
  }
  return excluded;
}

async function glob(pattern: string, cwd: string): Promise<FoundFiles> {
  const { globby } = await import('globby');
  const options = {
    cwd,
    absolute: true,
    dot: true,
    gitignore: true,
    ignore: [...neverLinted],
    caseSensitiveMatch: false,
    // Links are listed here and looked at below: followed blindly, they can lead in circles.
    followSymbolicLinks: false,
    onlyFiles: false,
  };
  const locked: string[] = [];
  const entries = await globby(pattern, { ...options, objectMode: true }).catch((error: unknown) => {
    locked.push(lockedFolder(error));
    return globby(pattern, { ...options, objectMode: true, suppressErrors: true });
  });
  const files: string[] = [];
  let linked = false;
  for (const { path, dirent } of entries) {
    const isFile = dirent.isFile() || (dirent.isSymbolicLink() && statusOf(path)?.isFile() === true);
    if (!isFile) continue;
    files.push(path);
    linked ||= dirent.isSymbolicLink();
  }
  return { files: files.sort(), locked, linked };
}

/** The folder that an error of the file system is about. */
function lockedFolder(error: unknown): string {
  if (!(error instanceof Error)) throw new TypeError(String(error));
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  if (path === undefined) throw error;
  return path;
}

/** Relative to the working directory, with `/`. */
export function uriOf(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  const name = relative(cwd, absolute);
  if (name === '') return '.';
  return (isAbsolute(name) ? absolute : name).split(sep).join('/');
}
