import { structuredPatch } from 'diff';
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
  const { hunks } = structuredPatch('', '', marked(before), marked(after), '', '', { context });
  return hunks.flatMap(({ oldStart, newStart, lines }) => parts(readLines(lines, oldStart, newStart, old, now)));
}

function marked({ text, hasMark }: SourceFile): string {
  return hasMark ? `\ufeff${text}` : text;
}

function readLines(
  lines: readonly string[],
  oldStart: number,
  newStart: number,
  old: HiddenLines,
  now: HiddenLines,
): HunkLine[] {
  let [oldLine, newLine] = [oldStart, newStart];
  return lines.flatMap((line, index): HunkLine[] => {
    const [sign, text] = [line[0], line.slice(1)];
    if (sign === '\\') return [];
    const endsFile = lines[index + 1]?.startsWith('\\') === true;
    const place = { text, oldLine, newLine, endsFile };
    if (sign !== '+') oldLine += 1;
    if (sign !== '-') newLine += 1;
    if (sign === '+') return [{ ...place, sign, isHidden: now.has(place.newLine, text) }];
    return [{ ...place, sign: sign === '-' ? '-' : ' ', isHidden: old.has(place.oldLine, text) }];
  });
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

/** `patch` takes a hunk with less context behind the change than before it for one at the end of a file. */
function balanced(lines: readonly HunkLine[], isCutAfter: boolean): Hunk {
  const leading = lines.findIndex(({ sign }) => sign !== ' ');
  const trailing = lines.length - 1 - lines.findLastIndex(({ sign }) => sign !== ' ');
  const kept = isCutAfter ? Math.max(1, trailing) : leading;
  return { lines: lines.slice(Math.max(0, leading - kept)), isBare: isCutAfter && trailing === 0 };
}
