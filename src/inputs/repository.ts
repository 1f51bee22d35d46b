import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { uriOf } from './findFiles.ts';
import { realPath } from './links.ts';

/**
 * What files are called from the root of the git repository that a folder lies in; `undefined` without one. To git, a
 * link is no file with a text: its target is named, where that lies in the repository too.
 */
export function namesInRepository(folder: string): ((uri: string) => string) | undefined {
  for (let root = folder; ; root = dirname(root)) {
    if (existsSync(join(root, '.git'))) return (uri) => nameIn(root, resolve(folder, uri));
    if (root === dirname(root)) return undefined;
  }
}

function nameIn(root: string, path: string): string {
  const target = uriOf(realPath(path), realPath(root));
  return target.startsWith('../') || isAbsolute(target) ? uriOf(path, root) : target;
}
