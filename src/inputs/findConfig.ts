import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { SourceFile } from '../documents/document.ts';

const names = ['kube-token-lint.config.yaml', 'kube-token-lint.config.yml', 'kube-token-lint.config.json'];

/** Whether a file is a configuration by its name. */
export function isConfig(path: string): boolean {
  return names.includes(basename(path));
}

/**
 * The configuration that applies in a folder: the file that is named, or the first one upwards, up to the repository's
 * root. It is data: nothing of it is run.
 * @throws Error where a named file cannot be read.
 */
export async function findConfig(cwd: string, named: string | undefined): Promise<SourceFile | undefined> {
  if (named !== undefined) return read(resolve(cwd, named), cwd);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const name of names) {
      const path = join(folder, name);
      if ((await kindOf(path)) === 'file') return read(path, cwd);
    }
    if (folder === dirname(folder) || (await kindOf(join(folder, '.git'))) !== 'nothing') return undefined;
  }
}

async function kindOf(path: string): Promise<'file' | 'other' | 'nothing'> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? 'nothing' : found.isFile() ? 'file' : 'other';
}

async function read(path: string, cwd: string): Promise<SourceFile> {
  const uri = relative(cwd, path).split(sep).join('/');
  return new SourceFile(uri === '' ? path : uri, await readFile(path, 'utf8'));
}
