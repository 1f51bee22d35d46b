import type { SourceFile } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import { type Rewrite, whyReadOnly } from '../inputs/writeTexts.ts';
import { type FixOptions, type FixedFiles, applyFixes } from '../lint/applyFixes.ts';
import type { LintResult } from '../lint/finding.ts';
import { type ChangedFile, changedFile, hasHiddenChange } from '../reporters/diff.ts';

/** The outcome of applying fixes. */
export interface FixRun extends FixedFiles {
  /** What is to be shown. */
  readonly changes: readonly ChangedFile[];
  /** Sentences about what is not in it. */
  readonly notes: readonly string[];
  /** What could not be written. */
  readonly problems: readonly Problem[];
}

/**
 * What fixes change, but for the files that something is against: fixes that need one of these are left out wholly.
 * @param obstacle a sentence about why a file is left out.
 */
export async function planFixes(
  files: readonly SourceFile[],
  result: LintResult,
  options: FixOptions,
  obstacle: (change: ChangedFile) => string | undefined | Promise<string | undefined>,
): Promise<FixRun> {
  const obstacles = new Map<string, string>();
  const only = (uri: string): boolean => !obstacles.has(uri) && options.only?.(uri) !== false;
  for (;;) {
    const done = applyFixes(files, result, { ...options, only });
    const changes = changedFiles(files, done.files).map(({ before, after }) => changedFile(before, after));
    const known = obstacles.size;
    for (const change of changes) {
      const why = await obstacle(change);
      if (why !== undefined) obstacles.set(change.before.uri, why);
    }
    if (obstacles.size > known) continue;
    return { ...done, changes, notes: [...obstacles.values(), ...bareNotes(changes)], problems: [] };
  }
}

export function changedFiles(before: readonly SourceFile[], after: readonly SourceFile[]): Rewrite[] {
  return before.flatMap((file, index) => {
    const now = after[index];
    return now === undefined || now.text === file.text ? [] : [{ before: file, after: now }];
  });
}

export function isUnapplicable(change: ChangedFile): string | undefined {
  if (!hasHiddenChange(change)) return undefined;
  return `${change.before.uri} is not in the diff: the change is on a line with a token or data of a Secret, which are never printed`;
}

/** Why `--fix` would not write a file, or its diff cannot be shown. */
export async function whyUnwritten(
  change: ChangedFile,
  stdin: string | undefined,
  cwd: string,
): Promise<string | undefined> {
  const { uri } = change.before;
  const reason = uri === stdin ? undefined : await whyReadOnly(uri, cwd);
  if (reason !== undefined) return `${uri} is left as it is: ${reason}`;
  const hidden = isUnapplicable(change);
  return hidden === undefined || uri === stdin ? hidden : `${hidden}; --fix writes it`;
}

function bareNotes(changes: readonly ChangedFile[]): string[] {
  return changes
    .filter(({ hunks }) => hunks.some(({ isBare }) => isBare))
    .map(
      ({ before }) =>
        `${before.uri}: \`git apply\` needs --unidiff-zero: what follows a change is a token or data of a Secret, which are never printed`,
    );
}
