import { isAbsolute, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';

/** Where names of files are relative to, as absolute paths. */
export interface Folders {
  /** That of the configuration: its patterns start there. */
  readonly config: string;
  /** The working directory: names of files start there. */
  readonly cwd: string;
}

/** Whether patterns mean a file, or a folder with all that lies in it. @param path absolute. */
export type MeansPath = (path: string, isFolder: boolean) => boolean;

/** What is wrong with patterns of files, and which of them it is. @param folder where they start, absolute. */
export function* patternFaults(
  patterns: readonly string[],
  folder: string,
): Generator<{ readonly index: number; readonly reason: string }> {
  if (patterns.length > 0 && patterns.every((pattern) => pattern.startsWith('!'))) {
    const reason = `"${patterns[0] ?? ''}" only takes files out of those that other patterns mean: write "*" before it for all files`;
    yield { index: 0, reason };
  }
  const inside = `${folder.split(sep).join('/')}/`;
  for (const [index, pattern] of patterns.entries()) {
    const file = pattern.replace(/^!/, '').replaceAll(sep, '/');
    if (file.split('/').includes('..'))
      yield { index, reason: `"${pattern}" leads out of the configuration's folder: only what lies in it is meant` };
    else if (file.startsWith(inside))
      yield {
        index,
        reason: `"${pattern}" must be relative to the configuration: write "${file.slice(inside.length - 1)}"`,
      };
  }
}

/** Answers which paths are meant, by patterns as git ignores files. @param folder where they start, absolute. */
export function pathMatcher(patterns: readonly string[], folder: string): MeansPath {
  const means = nameMatcher(patterns);
  return (path, isFolder) => {
    const name = nameBelow(folder, path);
    return name !== undefined && means(isFolder ? `${name}/` : name);
  };
}

/** Answers which files are meant. */
export function fileMatcher(patterns: readonly string[] | undefined, folders: Folders): (uri: string) => boolean {
  if (patterns === undefined) return () => true;
  const means = nameMatcher(patterns);
  let last: { readonly uri: string; readonly answer: boolean } | undefined;
  return (uri) => {
    if (last?.uri !== uri) {
      const name = nameOf(uri, folders);
      last = { uri, answer: name !== undefined && means(name) };
    }
    return last.answer;
  };
}

/** Thousands of overrides ask about one file, then about the next. */
const lastNames = new WeakMap<Folders, { readonly uri: string; readonly name: string | undefined }>();

function nameOf(uri: string, folders: Folders): string | undefined {
  const last = lastNames.get(folders);
  if (last?.uri === uri) return last.name;
  const name = nameBelow(folders.config, resolve(folders.cwd, uri));
  lastNames.set(folders, { uri, name });
  return name;
}

function nameBelow(folder: string, path: string): string | undefined {
  const name = relative(folder, path);
  const outside = name === '' || name.split(sep)[0] === '..' || isAbsolute(name);
  return outside ? undefined : name.split(sep).join('/');
}

function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const matcher = ignore({ ignorecase: false }).add(patterns.map(asInGitignore));
  const needed = patterns.filter((pattern) => !pattern.startsWith('!')).map(neededPart);
  return (name) => needed.some((part) => name.includes(part)) && matcher.ignores(name);
}

/** A part of every name that a pattern means, which rules most names out. */
function neededPart(pattern: string): string {
  if (/[[\\]/.test(pattern)) return '';
  const parts = asInGitignore(pattern)
    .split(/[*?\s]+/)
    .map((part) => part.replaceAll(/^\/+|\/+$/g, ''));
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** git does not know `./`, which stands for the folder itself, as `/` does. */
function asInGitignore(pattern: string): string {
  const anchored = pattern.replace(/^(!?)\.(?:\/|$)/, '$1/');
  return anchored.endsWith('/') && anchored.length <= 2 ? `${anchored}*` : anchored;
}
