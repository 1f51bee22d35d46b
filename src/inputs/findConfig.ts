import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Path, SourceFile } from '../documents/document.ts';
import { uriOf } from './findFiles.ts';
import { reasonOf } from './reason.ts';

const names = ['kube-token-lint.config.yaml', 'kube-token-lint.config.yml', 'kube-token-lint.config.json'];
const packageFile = 'package.json';
const packageKey = 'kube-token-lint';

/** A file that holds a configuration. */
export interface ConfigSource {
  /** Absolute. */
  readonly path: string;
  readonly file: SourceFile;
  /** Where in the file the configuration is. */
  readonly root: Path;
}

/** Whether a file is a configuration by its name. */
export function isConfig(path: string): boolean {
  return [...names, packageFile].includes(basename(path));
}

/** The configuration that lies in a folder. */
export async function configIn(folder: string, cwd: string): Promise<ConfigSource | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    if ((await kindOf(path)) === 'file') return readConfigSource(path, cwd);
  }
  const path = join(folder, packageFile);
  if ((await kindOf(path)) !== 'file') return undefined;
  const source = await readConfigSource(path, cwd);
  return hasOwnKey(source.file.text) ? source : undefined;
}

/**
 * The configuration that applies in a folder: the file that is named, or the first one upwards, up to the root of the
 * repository or, outside of one, of the file system. It is data: nothing of it is run.
 * @throws Error where a file cannot be read.
 */
export async function findConfig(cwd: string, named: string | undefined): Promise<ConfigSource | undefined> {
  if (named !== undefined) return readConfigSource(resolve(cwd, named), cwd);
  for await (const folder of foldersUpwards(cwd)) {
    const found = await configIn(folder, cwd);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A folder and those that it lies in, up to the root of the repository or, outside of one, of the file system. */
export async function* foldersUpwards(cwd: string): AsyncGenerator<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    yield folder;
    if (folder === dirname(folder) || (await kindOf(join(folder, '.git'))) !== 'nothing') return;
  }
}

/** @throws Error where the file cannot be read. */
export async function readConfigSource(path: string, cwd: string): Promise<ConfigSource> {
  const file = new SourceFile(uriOf(path, cwd), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  return { path, file, root: basename(path) === packageFile ? [packageKey] : [] };
}

/** Why a configuration could not be read, in words. */
export function whyUnread(error: unknown): string {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : reasonOf(error);
}

async function kindOf(path: string): Promise<'file' | 'other' | 'nothing'> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? 'nothing' : found.isFile() ? 'file' : 'other';
}

/** Most packages configure nothing here; one that cannot be read is npm's business. */
function hasOwnKey(text: string): boolean {
  if (!text.includes(`"${packageKey}"`)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && packageKey in value;
  } catch {
    return false;
  }
}
