import { SourceFile } from '../documents/document.ts';
import { differsBy } from '../fixes/change.ts';
import { applyEdits } from '../text/edit.ts';
import { type Position, type Range, comparePositions } from '../text/position.ts';
import type { Finding, FindingFix, LintResult } from './finding.ts';
import { groupBy } from '../lists/groupBy.ts';

/** `safe` leaves out the fixes that may change a running workload. */
export type FixLevel = 'safe' | 'all';

export const fixLevels: readonly FixLevel[] = ['safe', 'all'];

export interface FixOptions {
  readonly level: FixLevel;
  readonly lint: (files: readonly SourceFile[]) => LintResult;
  /** The files that may change; a fix that needs another one is left out. */
  readonly only?: (uri: string) => boolean;
}

export interface FixedFiles {
  /** All files, in their order; those that did not change are the same objects. */
  readonly files: readonly SourceFile[];
  /** What was found in them. */
  readonly result: LintResult;
  /** The findings whose fixes were applied. */
  readonly fixed: readonly Finding[];
}

/** Fixes can make room for others, which overlapped with them; more passes than this are a quarrel of rules. */
const mostPasses = 10;

/**
 * Applies the first allowed fix of each finding, those that overlap in later passes. A fix is applied wholly or not at
 * all, and only where the text after it differs in just the fields that it means. Files that could not be read
 * completely are left alone.
 *
 * @param result what `lint` finds in the files.
 */
export function applyFixes(files: readonly SourceFile[], result: LintResult, options: FixOptions): FixedFiles {
  const closed = closedFiles(files, result);
  const isOpen = (uri: string): boolean => !closed.has(uri) && options.only?.(uri) !== false;
  let current: FixedFiles = { files, result, fixed: [] };
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const chosen = chooseFixes(current.result.findings, options.level, isOpen);
    const applied = applyChosen(current.files, chosen);
    if (applied.fixed.length === 0) return current;
    current = {
      files: applied.files,
      result: options.lint(applied.files),
      fixed: [...current.fixed, ...applied.fixed],
    };
  }
  return current;
}

/** The fix of a finding at a level: the first that is allowed. */
export function fixOf(finding: Finding, level: FixLevel): FindingFix | undefined {
  return finding.fixes.find(({ safety }) => level === 'all' || safety === 'safe');
}

/** Files of which not everything could be read, and such whose name is another's too. */
export function closedFiles(files: readonly SourceFile[], { problems }: LintResult): Set<string> {
  const closed = new Set(
    problems.flatMap(({ uri, severity, code }) =>
      severity === 'error' || code === 'unrendered-template' ? [uri] : [],
    ),
  );
  const seen = new Set<string>();
  for (const { uri } of files) {
    if (seen.has(uri)) closed.add(uri);
    seen.add(uri);
  }
  return closed;
}

interface Chosen {
  readonly finding: Finding;
  readonly fix: FindingFix;
}

/** The fixes of one pass, none of which touches another. */
function chooseFixes(findings: readonly Finding[], level: FixLevel, isOpen: (uri: string) => boolean): Chosen[] {
  const taken = new Map<string, TakenRanges>();
  return findings.flatMap((finding) => {
    const fix = fixOf(finding, level);
    if (fix?.edits.every(({ uri }) => isOpen(uri)) !== true) return [];
    for (const { uri } of fix.edits) if (!taken.has(uri)) taken.set(uri, new TakenRanges());
    if (!fix.edits.every(({ uri, range }) => taken.get(uri)?.isFree(range.start, range.end) === true)) return [];
    for (const { uri, range } of fix.edits) taken.get(uri)?.take(range.start, range.end);
    return [{ finding, fix }];
  });
}

/** Ranges of a text, sorted, of which no two touch. */
class TakenRanges {
  readonly #ranges: Range[] = [];

  isFree(start: Position, end: Position): boolean {
    const index = this.#indexOf(start);
    const [before, after] = [this.#ranges[index - 1], this.#ranges[index]];
    return (
      (before === undefined || comparePositions(before.end, start) < 0) &&
      (after === undefined || comparePositions(end, after.start) < 0)
    );
  }

  take(start: Position, end: Position): void {
    this.#ranges.splice(this.#indexOf(start), 0, { start, end });
  }

  #indexOf(start: Position): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const range = this.#ranges[middle];
      if (range !== undefined && comparePositions(range.start, start) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Applies what keeps its promise: all together, or, where that fails in a file, halves of its fixes, and halves of these. */
function applyChosen(files: readonly SourceFile[], chosen: readonly Chosen[]): Pick<FixedFiles, 'files' | 'fixed'> {
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const all = editsByUri(chosen);
  const together = new Map([...all].map(([uri, edits]) => [uri, edited(byUri.get(uri), edits)]));
  const isSure = ({ fix }: Chosen): boolean => fix.edits.every(({ uri }) => together.get(uri) !== undefined);
  const kept = chosen.filter(isSure);
  const texts = new Map(editsByUri(kept));
  const keep = (some: readonly Chosen[]): void => {
    const edits = Array.from(editsByUri(some), ([uri, own]) => [uri, [...(texts.get(uri) ?? []), ...own]] as const);
    if (edits.every(([uri, own]) => edited(byUri.get(uri), own) !== undefined)) {
      for (const one of some) kept.push(one);
      for (const [uri, own] of edits) texts.set(uri, own);
    } else if (some.length > 1) {
      const half = some.length >>> 1;
      keep(some.slice(0, half));
      keep(some.slice(half));
    }
  };
  keep(chosen.filter((one) => !isSure(one)));
  const after = (file: SourceFile): SourceFile | undefined => {
    const edits = texts.get(file.uri) ?? [];
    return edits.length === all.get(file.uri)?.length ? together.get(file.uri) : edited(file, edits);
  };
  return { files: files.map((file) => after(file) ?? file), fixed: kept.map(({ finding }) => finding) };
}

type Edits = FindingFix['edits'];

function editsByUri(chosen: readonly Chosen[]): ReadonlyMap<string, Edits> {
  return groupBy(
    chosen.flatMap(({ fix }) => fix.edits),
    ({ uri }) => uri,
  );
}

/** The file after edits; `undefined` where they overlap, or it would not read as they mean. */
function edited(file: SourceFile | undefined, edits: Edits): SourceFile | undefined {
  if (file === undefined || edits.length === 0) return file;
  if (overlap(edits.map(({ range }) => range))) return undefined;
  const after = new SourceFile(file.uri, applyEdits(file.text, edits), file.hasMark);
  const changes = edits.map(({ change }) => change);
  return differsBy(file, after, changes) ? after : undefined;
}

function overlap(ranges: readonly Range[]): boolean {
  const sorted = [...ranges].sort((a, b) => comparePositions(a.start, b.start));
  return sorted.some(({ start }, index) => index > 0 && comparePositions(sorted[index - 1]?.end ?? start, start) > 0);
}
