import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { MeansPath } from '../config/filePatterns.ts';
import { GitIgnore } from './gitignore.ts';
import { mayBeThere, realPath, statusOf } from './links.ts';
import { walk } from './walk.ts';

/** What lies behind a path that the user gave. */
export interface FoundFiles {
  /** Absolute paths, sorted; `undefined` where there is nothing of that name. */
  readonly files: readonly string[] | undefined;
  /** Folders that could not be looked into. */
  readonly locked: readonly string[];
  /** Whether links are among them or lead to them, so that two may be one. */
  readonly linked: boolean;
  /** Of a folder without files, or a pattern that names none: how many are there that are left out. */
  readonly ignored?: number;
}

/**
 * The files behind a file, a folder or a pattern.
 * @param excludes what is left out of folders and patterns, beside what git ignores.
 */
export async function findFiles(path: string, cwd: string, excludes?: MeansPath): Promise<FoundFiles> {
  const absolute = resolve(cwd, path);
  const status = statusOf(absolute);
  const isLinked = status !== undefined && realPath(absolute) !== absolute;
  if (status?.isDirectory() === true) {
    const above = GitIgnore.above(absolute);
    // Who names a folder that is left out elsewhere means it.
    const isNamed = absolute !== resolve(cwd);
    const ofGit = isNamed && above.ignores(absolute, true) ? undefined : above;
    const found = walk(absolute, ofGit, isNamed && excludes?.(absolute, true) === true ? undefined : excludes);
    const ignored = found.files.length > 0 ? 0 : walk(absolute, undefined).files.length;
    return { ...found, linked: found.linked || isLinked, ignored };
  }
  // What cannot be looked at is read like the rest: that says why.
  if (status !== undefined || mayBeThere(absolute)) return { files: [absolute], locked: [], linked: isLinked };
  if (!isPattern(path)) return { files: undefined, locked: [], linked: false };
  const { glob } = await import('./glob.ts');
  const pattern = path.split(sep).join('/');
  const found = await glob(pattern, cwd);
  const files = found.files.filter((file) => excludes?.(file, false) !== true);
  if (files.length > 0) return { ...found, files };
  const all = await glob(pattern, cwd, { ignored: true });
  return { ...found, files: undefined, ignored: all.files.length };
}

/** Whether a path of which there is no file can name others. */
export function isPattern(path: string): boolean {
  return /[*?[\]{}!]/.test(path);
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

/** A part of a path that is empty or leads elsewhere. */
const detour = /[\\/]\.{0,2}(?:[\\/]|$)/;

/** Relative to the working directory, with `/`. */
export function uriOf(path: string, cwd: string): string {
  // As thousands of files are found.
  if (path.startsWith(cwd) && path.startsWith(sep, cwd.length) && !detour.test(path))
    return path.slice(cwd.length + 1).replaceAll(sep, '/');
  const absolute = resolve(cwd, path);
  const name = relative(cwd, absolute);
  if (name === '') return '.';
  return (isAbsolute(name) ? absolute : name).split(sep).join('/');
}
