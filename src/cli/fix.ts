import type { SourceFile } from '../documents/document.ts';
import { isRendered } from '../documents/split.ts';
import type { Problem } from '../documents/problem.ts';
import { Reach } from '../inputs/reach.ts';
import { writeTexts } from '../inputs/writeTexts.ts';
import { type FixLevel, type FixOptions, applyFixes, closedFiles, fixOf } from '../lint/applyFixes.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { ChangedFile } from '../reporters/diff.ts';
import { type FixRun, changedFiles, isUnapplicable, planFixes, whyUnwritten } from './planFixes.ts';
import { counted } from '../text/counted.ts';

export interface FixRequest {
  readonly cwd: string;
  /** What the user named. */
  readonly paths: readonly string[];
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

/** Fixes files on disk; what cannot be written there (standard input, rendered charts, what lies elsewhere) is shown. */
export async function fix(files: readonly SourceFile[], result: LintResult, request: FixRequest): Promise<FixOutcome> {
  const { level, lint, dryRun, stdin, cwd } = request;
  const obstacle = obstacles(files, request);
  // Nothing but a dry run can make something of standard input.
  const isWritable = (uri: string): boolean => (uri === stdin && dryRun) || obstacle(uri) === undefined;
  const options = { level, lint, only: isWritable };
  const main = dryRun
    ? await planFixes(files, result, options, (change) => whyUnwritten(change, stdin, cwd))
    : await writeFixes(files, result, options, cwd);
  const rest = { level, lint, only: (uri: string) => !isWritable(uri) };
  const other = await planFixes(main.files, main.result, rest, isUnapplicable);
  const closed = closedFiles(main.files, main.result);
  const more = main.result.findings.filter(
    (finding) =>
      fixOf(finding, level) === undefined && fixOf(finding, 'all')?.edits.every(({ uri }) => !closed.has(uri)) === true,
  );
  const notes = [
    summary(dryRun ? 'Would fix' : 'Fixed', main.fixed, result, more.length, level),
    ...main.notes,
    ...unwritableNotes(other.fixed, level, obstacle),
    ...other.notes,
    ...halfNotes(main.result, level, obstacle),
    ...closedNotes(main.files, main.result, level),
  ];
  const [now, remaining] = dryRun ? [files, result] : [main.files, main.result];
  return { files: now, result: remaining, problems: main.problems, planned: main.changes, shown: other.changes, notes };
}

async function writeFixes(
  files: readonly SourceFile[],
  result: LintResult,
  options: FixOptions,
  cwd: string,
): Promise<FixRun> {
  const done = applyFixes(files, result, options);
  const problems = await writeTexts(changedFiles(files, done.files), cwd);
  const rest = { problems, changes: [], notes: [] };
  if (problems.length === 0) return { ...done, ...rest };
  const unwritten = new Set(problems.map(({ uri }) => uri));
  const now = done.files.map((file, index) => (unwritten.has(file.uri) ? (files[index] ?? file) : file));
  const fixed = done.fixed.filter((finding) => !editedFiles(finding, options.level).some((uri) => unwritten.has(uri)));
  return { files: now, result: options.lint(now), fixed, ...rest };
}

function editedFiles(finding: Finding, level: FixLevel): string[] {
  return [...new Set(fixOf(finding, level)?.edits.map(({ uri }) => uri))];
}

/** `Fixed 12 findings in 5 files, 2 of them found once others were; 3 more with --fix=all`; nothing, where all must stay. */
function summary(
  verb: string,
  fixed: readonly Finding[],
  { findings: shown }: LintResult,
  more: number,
  level: FixLevel,
): string {
  const touched = new Set(fixed.flatMap((finding) => editedFiles(finding, level)));
  // What a fix brings up is fixed, too: the account of a pod that needs no token.
  const known = new Set(shown.map(({ fingerprint }) => fingerprint));
  const later = fixed.filter(({ fingerprint }) => !known.has(fingerprint)).length;
  const brought = later === 0 ? '' : `, ${String(later)} of them found once others were`;
  const hasFix = (finding: Finding): boolean => fixOf(finding, level) !== undefined;
  const done =
    fixed.length > 0
      ? `${verb} ${counted(fixed.length, 'finding')} in ${counted(touched.size, 'file')}${brought}`
      : shown.some(hasFix)
        ? `${verb} nothing`
        : 'Nothing to fix';
  return more === 0 ? done : `${done}; ${String(more)} more with --fix=all`;
}

/** Why a file is not written, where that can be told beforehand. A folder does not vouch for where its links lead. */
function obstacles(
  files: readonly SourceFile[],
  { stdin, paths, cwd }: FixRequest,
): (uri: string) => string | undefined {
  const rendered = new Set(files.filter(({ text }) => isRendered(text)).map(({ uri }) => uri));
  const reach = new Reach(paths, cwd);
  return (uri) => {
    if (uri === stdin) return 'Standard input cannot be written';
    if (rendered.has(uri)) return `${uri} was rendered by helm and is not written`;
    const target = reach.outside(uri);
    return target && `${uri} is a link to ${target}, which was not named and is not written`;
  };
}

function unwritableNotes(
  fixed: readonly Finding[],
  level: FixLevel,
  obstacle: (uri: string) => string | undefined,
): string[] {
  const byFile = new Map<string, Set<string>>();
  for (const finding of fixed) {
    for (const uri of editedFiles(finding, level)) {
      const templates = byFile.get(uri) ?? new Set();
      const { location, template } = finding;
      byFile.set(uri, template === undefined || location.uri !== uri ? templates : templates.add(template.file));
    }
  }
  return [...byFile].map(([uri, templates]) => {
    return `${obstacle(uri) ?? uri}${placesIn([...templates].sort())}:`;
  });
}

/** Where what was rendered can be changed: a template may read it from values. */
function placesIn(templates: readonly string[]): string {
  if (templates.length === 0) return '';
  const read = templates.length === 1 ? 'it reads' : 'they read';
  return `; the change belongs in ${templates.join(', ')}, or in values that ${read}`;
}

/** Of fixes for what is written and what is not: neither is done. */
function halfNotes({ findings }: LintResult, level: FixLevel, obstacle: (uri: string) => string | undefined): string[] {
  const obstacles = findings.flatMap((finding) => {
    const found = editedFiles(finding, level).map(obstacle);
    return found.includes(undefined) ? found.filter((one) => one !== undefined) : [];
  });
  return [...new Set(obstacles)].map((one) => `${one}: fixes that change other files with it are left out`);
}

function closedNotes(files: readonly SourceFile[], result: LintResult, level: FixLevel): string[] {
  const closed = closedFiles(files, result);
  const concerned = new Set(
    result.findings.flatMap((finding) => editedFiles(finding, level)).filter((uri) => closed.has(uri)),
  );
  return [...concerned].map((uri) => `${uri} is left as it is: not all of it could be read`);
}
