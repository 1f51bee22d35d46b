import { type Stats, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';

/** What a path leads to; nothing where it leads in a circle, or may not be looked at. */
export function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether there is something of a name, or may be where nobody may look, whatever it leads to. */
export function mayBeThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // Nothing has a name that is too long for one: a pattern may, `{a.yaml,b.yaml,…}`.
    return !(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG');
  }
}

/**
 * Whether a link is read as a file: also one that leads nowhere, which then is said. Not those by which Emacs locks a file
 * that somebody edits.
 */
export function isReadLink(path: string): boolean {
  const status = statusOf(path);
  return status === undefined ? !basename(path).startsWith('.#') : status.isFile();
}

/** Where a path leads by way of links; the path itself where that cannot be told. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Of files that have several names here, all but one: its own, or else the first. */
export function otherNames(files: Iterable<string>): ReadonlySet<string> {
  const names = new Map<string, string>();
  const others = new Set<string>();
  for (const file of new Set(files)) {
    const real = realPath(file);
    const known = names.get(real);
    const isOwn = known !== undefined && isLink(known) && !isLink(file);
    if (known === undefined || isOwn) names.set(real, file);
    if (known !== undefined) others.add(isOwn ? known : file);
  }
  return others;
}

export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
