import { setImmediate } from 'node:timers/promises';
import { resolve } from 'node:path';
import { findFiles, uriOf } from '../inputs/findFiles.ts';
import { otherNames } from '../inputs/links.ts';
import { readInput } from '../inputs/readInput.ts';
import type { Folder } from './folder.ts';

/** Files read at once; between two slices requests are answered. */
const slice = 32;

export interface ScanOptions {
  /** The files to read again; all where unset. New ones are read in any case. */
  readonly changed?: ReadonlySet<string>;
  /** Whether a file is another folder's business. */
  readonly isForeign: (name: string) => boolean;
  /** Called after each slice. */
  readonly progress?: (done: number, total: number) => void;
  readonly cancelled?: () => boolean;
}

/** Brings a folder up to date with the disk, as the command finds files there; the result is the names of all of them. */
export async function scan(folder: Folder, options: ScanOptions): Promise<ReadonlySet<string>> {
  const { files = [], linked } = await findFiles('.', folder.root, folder.excludes);
  const others = linked ? otherNames(files) : new Set<string>();
  const own = files.filter((path) => !others.has(path));
  const names = own.map((path) => uriOf(path, folder.root)).filter((name) => !options.isForeign(name));
  const listed = new Set(names);
  const known = new Set(folder.names);
  for (const name of known) {
    if (!listed.has(name) && !folder.buffers.has(name)) folder.remove(name);
  }
  const wanted = nearestFirst(
    names.filter((name) => options.changed === undefined || options.changed.has(name) || !known.has(name)),
    [...folder.buffers.keys()],
  );
  for (let at = 0; at < wanted.length && options.cancelled?.() !== true; at += slice) {
    const part = wanted.slice(at, at + slice);
    const read = part.map((name) => readInput(resolve(folder.root, name), name));
    for (const [index, name] of part.entries()) folder.read(name, read[index] ?? {});
    options.progress?.(Math.min(at + slice, wanted.length), wanted.length);
    await setImmediate();
  }
  return listed;
}

/** What lies beside an open file, or below it, comes first: it most likely says something of it. */
function nearestFirst(names: readonly string[], open: readonly string[]): string[] {
  const folders = [...new Set(open.map((name) => name.slice(0, name.lastIndexOf('/') + 1)))];
  const isNear = (name: string): boolean => folders.some((folder) => name.startsWith(folder));
  return [...names.filter(isNear), ...names.filter((name) => !isNear(name))];
}
