import { isReadLink } from './links.ts';
import { UsageError } from './usageError.ts';
import type { Walked } from './walk.ts';

const neverLinted = ['**/.git/**', '**/node_modules/**'];

/** The files that a pattern names, without those that git ignores, unless these are asked for. */
export async function glob(pattern: string, cwd: string, { ignored = false } = {}): Promise<Walked> {
  const { globby } = await import('globby');
  const options = {
    cwd,
    absolute: true,
    dot: true,
    gitignore: !ignored,
    ignore: [...neverLinted],
    caseSensitiveMatch: false,
    // Links are listed here and looked at below: followed blindly, they can lead in circles.
    followSymbolicLinks: false,
    onlyFiles: false,
  };
  const locked: string[] = [];
  const entries = await globby(pattern, { ...options, objectMode: true }).catch((error: unknown) => {
    // `{1..100000}` stands for more names than a pattern may.
    if (error instanceof RangeError) throw new UsageError(`"${pattern}" stands for too many names`);
    locked.push(lockedFolder(error));
    return globby(pattern, { ...options, objectMode: true, suppressErrors: true });
  });
  const files: string[] = [];
  let linked = false;
  for (const { path, dirent } of entries) {
    const isFile = dirent.isFile() || (dirent.isSymbolicLink() && isReadLink(path));
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
