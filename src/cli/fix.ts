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
  /** Of a dry run: what would be written. */
  readonly planned: readonly ChangedFile[];
  /** Changes that cannot be written. */
  readonly shown: readonly ChangedFile[];
  /** Sentences about it all. */
  readonly notes: readonly string[];
}

/** Fixes files on disk; what cannot be written there (standard input, rendered charts) is shown. */
export async function fix(files: readonly SourceFile[], result: LintResult, request: FixRequest): Promise<FixOutcome> {
  const { level, lint, dryRun, stdin } = request;
  const rendered = renderedFiles(files);
  // Nothing but a dry run can make something of standard input.
  const isWritable = (uri: string): boolean => (uri === stdin ? dryRun : !rendered.has(uri));
  const done = applyFixes(files, result, { level, lint, only: isWritable });
  const planned = changed(files, done.files);
  const problems = dryRun ? [] : await writeTexts(planned, request.cwd);
  const unwritten = new Set(problems.map(({ uri }) => uri));
  const now = done.files.map((file, index) => (unwritten.has(file.uri) ? (files[index] ?? file) : file));
  const remaining = problems.length === 0 ? done.result : lint(now);
  const fixed = done.fixed.filter((finding) => !editedFiles(finding, level).some((uri) => unwritten.has(uri)));
  const other = applyFixes(now, remaining, { level, lint, only: (uri) => !isWritable(uri) });
  const notes = [
    summary(dryRun ? 'Would fix' : 'Fixed', fixed, remaining, level),
    ...unwritableNotes(other.fixed, stdin),
    ...closedNotes(now, remaining, level),
  ];
  const shown = changed(now, other.files);
  return dryRun
    ? { files, result, problems, planned, shown, notes }
    : { files: now, result: remaining, problems, planned: [], shown, notes };
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
