import { statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { BaselineEntry } from '../baseline/baseline.ts';
import type { SourceFile } from '../documents/document.ts';
import { splitDocuments } from '../documents/split.ts';
import { uriOf } from '../inputs/findFiles.ts';
import { closedFiles } from '../lint/applyFixes.ts';
import type { LintResult } from '../lint/finding.ts';
import type { BaselineScope } from '../lint/withBaseline.ts';
import { type Args, nameOfStdin } from './args.ts';
import { lazy } from '../memo/lazy.ts';

/** A run, as far as it matters to a baseline. */
export interface BaselineRun {
  readonly args: Pick<Args, 'positionals' | 'stdinFilename'>;
  readonly cwd: string;
  readonly files: readonly SourceFile[];
  readonly result: LintResult;
  /** Whether a run with these settings finds what a rule reports; yes for a rule that is no more. */
  readonly runs: (ruleId: string) => boolean;
}

/** What a run can say of the entries of a baseline. @param path the baseline's, absolute. */
export function baselineScope(
  path: string,
  entries: readonly BaselineEntry[],
  { args, cwd, files, result, runs }: BaselineRun,
): BaselineScope {
  const home = dirname(path);
  const stdin = nameOfStdin(args);
  // Standard input has no folder.
  const nameOf = (uri: string): string => (uri === 'stdin' ? uri : uriOf(resolve(cwd, uri), home));
  const closed = closedFiles(files, result);
  const read = new Set(files.filter(({ uri }) => !closed.has(uri)).map(({ uri }) => nameOf(uri)));
  const ofStdin = stdin === undefined ? undefined : nameOf(stdin);
  const charts = new Set(files.filter(({ uri }) => uri === stdin).flatMap(({ text }) => chartsIn(text)));
  const isMissing = (entry: BaselineEntry): boolean => entry.stdin === undefined && isAbsent(resolve(home, entry.file));
  const folders = lazy(() => foldersOf(args.positionals, cwd));
  const isBelow = ({ file }: BaselineEntry): boolean =>
    folders().some((folder) => resolve(home, file).startsWith(folder));
  // One after the other, many charts come through standard input.
  const isRead = ({ file, template }: BaselineEntry): boolean =>
    read.has(file) && (file !== ofStdin || charts.has(chartOf(template)));
  // What is found in one file depends on the others, so that nothing is known to be gone.
  const isPartlyRead = result.problems.some(({ severity }) => severity === 'error');
  // What is found in a file that is looked at by itself depends on those that are not.
  const isWhole = lazy(() =>
    entries.every((entry) => entry.stdin === true || read.has(entry.file) || isMissing(entry)),
  );
  return {
    sourceOf(uri) {
      const file = nameOf(uri);
      return uri === stdin && isAbsent(resolve(home, file)) ? { file, stdin: true } : { file };
    },
    mayHaveMoved: (entry) => isRead(entry) || isMissing(entry),
    covers(entry) {
      if (isPartlyRead || !runs(entry.ruleId)) return false;
      if (!isRead(entry)) return isMissing(entry) && isBelow(entry);
      return entry.file === ofStdin || isBelow(entry) || isWhole();
    },
  };
}

/** The charts that a text was rendered from; of other texts, `undefined` alone. */
function chartsIn(text: string): (string | undefined)[] {
  const templates = splitDocuments(text).flatMap(({ template }) => template ?? []);
  return templates.length === 0 ? [undefined] : templates.map(chartOf);
}

function chartOf(template: string | undefined): string | undefined {
  return template?.split('/', 1)[0];
}

/** The folders that were looked through, each with its last `/`. */
function foldersOf(paths: readonly string[], cwd: string): string[] {
  const named = paths.length === 0 ? ['.'] : paths;
  return named
    .map((path) => resolve(cwd, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    .map((path) => (path.endsWith(sep) ? path : path + sep));
}

/** What may not be looked at is there. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
