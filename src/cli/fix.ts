import type { SourceFile } from '../documents/document.ts';
import { splitDocuments } from '../documents/split.ts';
import type { Problem } from '../documents/problem.ts';
import { writeTexts } from '../inputs/writeTexts.ts';
import { type FixLevel, applyFixes, closedFiles, fixOf } from '../lint/applyFixes.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { ChangedFile } from '../reporters/diff.ts';

export interface FixRequest {
  readonly cwd: string;
  readonly level: FixLevel;
  /** Nothing is written. */
  readonly dryRun: boolean;
  /** What standard input is called, where it is read. */
  readonly stdin: string | undefined;
  readonly lint: (files: readonly SourceFile[]) => LintResult;
}

export interface FixOutcome {
  /** The files as they are now, and what was found in them. */
  readonly files: readonly SourceFile[];
  readonly result: LintResult;
  /** What could not be written. */
  readonly problems: readonly Problem[];
  /** Changes that were not written, as they were not to be, or cannot be. */
  readonly shown: readonly ChangedFile[];
  /** Sentences about it all. */
  readonly notes: readonly string[];
}

/** Fixes files on disk; what cannot be written there (standard input, rendered charts) is shown. */
export async function fix(files: readonly SourceFile[], result: LintResult, request: FixRequest): Promise<FixOutcome> {
  const { level, lint, dryRun } = request;
  if (dryRun) {
    const planned = applyFixes(files, result, { level, lint });
    const shown = changed(files, planned.files);
    const notes = [summary('Would fix', planned.fixed, planned.result, level), ...closedNotes(files, result, level)];
    return { files, result, problems: [], shown, notes };
  }
  const rendered = renderedFiles(files);
  const isWritable = (uri: string): boolean => uri !== request.stdin && !rendered.has(uri);
  const planned = applyFixes(files, result, { level, lint, only: isWritable });
  const problems = await writeTexts(changed(files, planned.files), request.cwd);
  const unwritten = new Set(problems.map(({ uri }) => uri));
  const now = planned.files.map((file, index) => (unwritten.has(file.uri) ? (files[index] ?? file) : file));
  const remaining = problems.length === 0 ? planned.result : lint(now);
  const fixed = planned.fixed.filter((finding) => !editedFiles(finding, level).some((uri) => unwritten.has(uri)));
  const other = applyFixes(now, remaining, { level, lint, only: (uri) => !isWritable(uri) });
  const notes = [
    summary('Fixed', fixed, remaining, level),
    ...unwritableNotes(other.fixed, request.stdin),
    ...closedNotes(now, remaining, level),
  ];
  return { files: now, result: remaining, problems, shown: changed(now, other.files), notes };
}

/** Texts that helm rendered: their templates are what can be changed. */
function renderedFiles(files: readonly SourceFile[]): Set<string> {
  const rendered = files.filter(
    ({ text }) => text.includes('# Source: ') && splitDocuments(text).some(({ template }) => template !== undefined),
  );
  return new Set(rendered.map(({ uri }) => uri));
}

function changed(before: readonly SourceFile[], after: readonly SourceFile[]): ChangedFile[] {
  return before.flatMap((file, index) => {
    const now = after[index];
    return now === undefined || now.text === file.text ? [] : [{ before: file, after: now }];
  });
}

function editedFiles(finding: Finding, level: FixLevel): string[] {
  return [...new Set(fixOf(finding, level)?.edits.map(({ uri }) => uri))];
}

/** `Fixed 12 findings in 5 files; 3 more with --fix=all` */
function summary(verb: string, fixed: readonly Finding[], remaining: LintResult, level: FixLevel): string {
  const touched = new Set(fixed.flatMap((finding) => editedFiles(finding, level)));
  const done =
    fixed.length === 0
      ? 'Nothing to fix'
      : `${verb} ${count(fixed.length, 'finding')} in ${count(touched.size, 'file')}`;
  const more = remaining.findings.filter(
    (finding) => fixOf(finding, level) === undefined && fixOf(finding, 'all') !== undefined,
  ).length;
  return more === 0 ? done : `${done}; ${String(more)} more with --fix=all`;
}

function unwritableNotes(fixed: readonly Finding[], stdin: string | undefined): string[] {
  const byFile = new Map<string, Set<string>>();
  for (const { location, template } of fixed) {
    const templates = byFile.get(location.uri) ?? new Set();
    byFile.set(location.uri, template === undefined ? templates : templates.add(template.file));
  }
  return [...byFile].map(([uri, templates]) => {
    const what = uri === stdin ? 'Standard input cannot be written' : `${uri} was rendered by helm and is not written`;
    const where = templates.size === 0 ? '' : `; the change belongs in ${[...templates].sort().join(', ')}`;
    return `${what}${where}:`;
  });
}

function closedNotes(files: readonly SourceFile[], result: LintResult, level: FixLevel): string[] {
  const closed = closedFiles(files, result);
  const concerned = new Set(
    result.findings.flatMap((finding) => editedFiles(finding, level)).filter((uri) => closed.has(uri)),
  );
  return [...concerned].map((uri) => `${uri} is left as it is: not all of it could be read`);
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
