import { CST } from 'yaml';
import { endOf } from '../flowIndentation.ts';
import { isCutShort, lexemesOf } from '../lexemes.ts';

/** What was opened and is not closed where it should be. */
export interface Unclosed {
  readonly at: number;
  /** Where the text goes on that closes it too late. */
  readonly before: 'end' | 'text' | ']' | '}';
}

/** The quote or bracket before a fault that is not closed. */
export function unclosedBefore(text: string, fault: number): Unclosed | undefined {
  const open: number[] = [];
  for (const { source, at, isScalar } of lexemesOf(text)) {
    if (isScalar) continue;
    if (source === CST.FLOW_END || source === '...') break;
    if (at > fault && open.length === 0) return undefined;
    if (source === '[' || source === '{') open.push(at);
    else if (source === ']' || source === '}') {
      const opened = open.pop();
      if (opened === undefined || opened > fault) return undefined;
      if (text[opened] !== (source === ']' ? '[' : '{')) return { at: opened, before: source };
    } else if (/^["']/.test(source) && at <= fault) {
      const isCut = isCutShort(source);
      const end = isCut ? quotedEnd(text, at) : at + source.length;
      if (end === undefined) return { at, before: 'end' };
      if (isCut || (fault <= end && source.includes('\n')))
        return textBehind(text, end) ? { at, before: 'text' } : undefined;
    }
  }
  const isOpen = (at: number | undefined): at is number =>
    at !== undefined && at <= fault && endOf(text, at) === undefined;
  const at = [open.at(-1), open[0]].find(isOpen);
  return at === undefined ? undefined : { at, before: 'end' };
}

/** Whether an offset lies within `[…]` or `{…}`. */
export function isWithinFlow(text: string, offset: number): boolean {
  let depth = 0;
  for (const { source, at, isScalar } of lexemesOf(text)) {
    if (at >= offset) break;
    if (isScalar) continue;
    if (source === '[' || source === '{') depth += 1;
    else if (source === ']' || source === '}') depth -= 1;
    else if (source === CST.FLOW_END) depth = 0;
  }
  return depth > 0;
}

const quoted = /"[^"\\]*(?:\\[^][^"\\]*)*"|'[^']*(?:''[^']*)*'/y;

/** Where a quoted scalar ends, however its lines are indented. */
function quotedEnd(text: string, at: number): number | undefined {
  quoted.lastIndex = at;
  return quoted.test(text) ? quoted.lastIndex : undefined;
}

function textBehind(text: string, end: number): boolean {
  const behind = /[ \t]*[^\s,\]}:#]/y;
  behind.lastIndex = end;
  return behind.test(text);
}
