import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Path, SourceFile } from '../documents/document.ts';
import { uriOf } from './findFiles.ts';
import { statusOf } from './links.ts';
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
export function configIn(folder: string, cwd: string): ConfigSource | undefined {
  for (const name of names) {
    const path = join(folder, name);
    if (kindOf(path) === 'file') return readConfigSource(path, cwd);
  }
  const path = join(folder, packageFile);
  if (kindOf(path) !== 'file') return undefined;
  const source = readConfigSource(path, cwd);
  return hasOwnKey(source.file.text) ? source : undefined;
}

/**
 * The configuration that applies in a folder: the file that is named, or the first one upwards, up to the root of the
 * repository or, outside of one, of the file system. It is data: nothing of it is run.
 * @throws Error where a file cannot be read.
 */
export function findConfig(cwd: string, named: string | undefined): ConfigSource | undefined {
  if (named !== undefined) return readConfigSource(resolve(cwd, named), cwd);
  for (const folder of foldersUpwards(cwd)) {
    const found = configIn(folder, cwd);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The configurations beside one that was found: they are not read. */
export function configsBeside({ path }: ConfigSource, cwd: string): string[] {
  const others = names.map((name) => join(dirname(path), name)).filter((other) => other !== path);
  return others.filter((other) => kindOf(other) === 'file').map((other) => uriOf(other, cwd));
}

/** A folder and those that it lies in, up to the root of the repository or, outside of one, of the file system. */
export function* foldersUpwards(cwd: string): Generator<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    yield folder;
    if (folder === dirname(folder) || kindOf(join(folder, '.git')) !== 'nothing') return;
  }
}

/** @throws Error where the file cannot be read. */
export function readConfigSource(path: string, cwd: string): ConfigSource {
  const file = new SourceFile(uriOf(path, cwd), readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  return { path, file, root: basename(path) === packageFile ? [packageKey] : [] };
}

/** Why a configuration could not be read, in words. */
export function whyUnread(error: unknown): string {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : reasonOf(error);
}

function kindOf(path: string): 'file' | 'other' | 'nothing' {
  const found = statusOf(path);
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
