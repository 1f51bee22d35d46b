import { type Dirent, readdirSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { GitIgnore } from './gitignore.ts';
import { isReadLink } from './links.ts';
import { baselineName } from './baselineName.ts';
import type { MeansPath } from '../config/filePatterns.ts';

/** What lies below a folder. */
export interface Walked {
  /** Absolute paths of manifests, sorted. */
  readonly files: readonly string[];
  /** Folders that could not be looked into. */
  readonly locked: readonly string[];
  /** Whether some of the files are links. */
  readonly linked: boolean;
}

const manifest = /\.(?:ya?ml|json)$|^kustomization$/i;
const neverLinted = new Set(['.git', 'node_modules']);

/**
 * Finds the manifests below a folder. Links to folders are not followed: they can lead in circles.
 * @param excludes what else is left out.
 */
export function walk(folder: string, ignored: GitIgnore | undefined, excludes?: MeansPath): Walked {
  const files: string[] = [];
  const locked: string[] = [];
  let linked = false;
  const visit = (at: string, above: GitIgnore | undefined): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(at, { withFileTypes: true });
    } catch {
      locked.push(at);
      return;
    }
    if (at !== folder && isVendored(at, entries)) return;
    const inside = at.endsWith(sep) ? at : `${at}${sep}`;
    const known = entries.some(({ name }) => name === '.gitignore') ? above?.with(at) : above;
    for (const entry of entries) {
      const path = `${inside}${entry.name}`;
      if (entry.isDirectory()) {
        if (!neverLinted.has(entry.name) && known?.ignores(path, true) !== true && excludes?.(path, true) !== true)
          visit(path, known);
      } else if (
        manifest.test(entry.name) &&
        entry.name !== baselineName &&
        isFile(entry, path) &&
        known?.ignores(path, false) !== true &&
        excludes?.(path, false) !== true
      ) {
        files.push(path);
        linked ||= entry.isSymbolicLink();
      }
    }
  };
  visit(folder, ignored);
  return { files: files.sort(), locked, linked };
}

/** Whether a folder holds what `go mod vendor` copied from other projects, test data included. */
function isVendored(path: string, entries: readonly Dirent[]): boolean {
  return basename(path) === 'vendor' && entries.some(({ name }) => name === 'modules.txt');
}

function isFile(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && isReadLink(path));
}
