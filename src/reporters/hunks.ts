import { diffArrays } from 'diff';
import type { SourceFile } from '../documents/document.ts';
import { HiddenLines } from './hiddenLines.ts';

export type Sign = ' ' | '-' | '+';

export interface HunkLine {
  readonly sign: Sign;
  readonly text: string;
  /** Numbers from 1, of this line or of the next one, before and after. */
  readonly oldLine: number;
  readonly newLine: number;
  /** Whether the file ends with it, without a line end. */
  readonly endsFile: boolean;
  /** Whether it must not be printed. */
  readonly isHidden: boolean;
}

/** Changed lines with the lines around them; none of these is hidden. */
export interface Hunk {
  readonly lines: readonly HunkLine[];
  /** Whether the line behind the last change is hidden: `git apply` then wants `--unidiff-zero`. */
  readonly isBare: boolean;
}

const context = 3;

/** What changes between two texts of a file. Where a line that must not be printed is near, there is less context. */
export function hunksBetween(before: SourceFile, after: SourceFile): Hunk[] {
  const [old, now] = [new HiddenLines(before), new HiddenLines(after)];
  const isHidden = ({ sign, text, oldLine, newLine }: Line): boolean =>
    sign === '+' ? now.has(newLine, text) : old.has(oldLine, text);
  return withContext(compared(before, after)).flatMap((lines) =>
    parts(lines.map((line) => ({ ...line, isHidden: isHidden(line) }))),
  );
}

type Line = Omit<HunkLine, 'isHidden'>;

/** All lines of both texts. */
function compared(before: SourceFile, after: SourceFile): Line[] {
  let [oldLine, newLine] = [1, 1];
  const toLine = (sign: Sign, line: string): Line => {
    const endsFile = !line.endsWith('\n');
    const text = endsFile ? line : line.slice(0, -1);
    const place = { sign, text, oldLine, newLine, endsFile };
    if (sign !== '+') oldLine += 1;
    if (sign !== '-') newLine += 1;
    return place;
  };
  return pairs(linesOf(before), linesOf(after)).flatMap(([old, now]) =>
    diffArrays(old, now).flatMap(({ value, added, removed }) =>
      value.map((line) => toLine(added ? '+' : removed ? '-' : ' ', line)),
    ),
  );
}

/** With their ends. */
function linesOf({ text, hasMark }: SourceFile): string[] {
  return (hasMark ? `\ufeff${text}` : text).match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What begins a document, or an item of a List. */
const opening = /^(?:---| {0,2}- | {0,8}\{\r?\n)/;

/** Parts that stand for each other: the time to compare two texts grows with the square of what changes in them. */
function pairs(old: readonly string[], now: readonly string[]): (readonly [string[], string[]])[] {
  const [oldParts, newParts] = [old, now].map(partsOf);
  if (oldParts?.length !== newParts?.length) return [[[...old], [...now]]];
  return (oldParts ?? []).map((part, index) => [part, newParts?.[index] ?? []]);
}

function partsOf(lines: readonly string[]): string[][] {
  const starts = lines.flatMap((line, index) => (index === 0 || opening.test(line) ? [index] : []));
  return starts.map((start, index) => lines.slice(start, starts[index + 1]));
}

/** The changed lines, each with the lines around it; what touches is one. */
function withContext(lines: readonly Line[]): Line[][] {
  const ranges: { readonly start: number; end: number }[] = [];
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    const [start, end] = [Math.max(0, index - context), index + context + 1];
    const last = ranges.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges.map(({ start, end }) => lines.slice(start, end));
}

/** A hunk without its hidden context: it ends there, and another one may begin. */
function parts(lines: readonly HunkLine[]): Hunk[] {
  const cuts = lines.flatMap(({ sign, isHidden }, index) => (sign === ' ' && isHidden ? [index] : []));
  const ends = [...cuts, lines.length];
  return ends.flatMap((end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0) + 1;
    const part = lines.slice(start, end);
    return part.every(({ sign }) => sign === ' ') ? [] : [balanced(part, end < lines.length)];
  });
}

/**
 * `patch` takes a hunk with less context behind the change than before it for one at the end of a file. One without any
 * goes where its numbers say.
 */
function balanced(lines: readonly HunkLine[], isCutAfter: boolean): Hunk {
  const leading = lines.findIndex(({ sign }) => sign !== ' ');
  const trailing = lines.length - 1 - lines.findLastIndex(({ sign }) => sign !== ' ');
  const kept = isCutAfter ? trailing : leading;
  return { lines: lines.slice(Math.max(0, leading - kept)), isBare: isCutAfter && trailing === 0 };
}
