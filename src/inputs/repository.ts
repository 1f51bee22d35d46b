import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { uriOf } from './findFiles.ts';

/** What files are called from the root of the git repository that a folder lies in; `undefined` without one. */
export function namesInRepository(folder: string): ((uri: string) => string) | undefined {
  for (let root = folder; ; root = dirname(root)) {
    if (existsSync(join(root, '.git'))) return (uri) => uriOf(resolve(folder, uri), root);
    if (root === dirname(root)) return undefined;
  }
}
