import { CST } from 'yaml';
import { isCutShort, lexemesOf } from './lexemes.ts';

/** Finds the place in a text of a place in what was made of it. */
export type OriginOf = (offset: number) => number;

/**
 * Reads a text with its lines within `[…]`, `{…}` and quotes indented: how far they are means nothing to Kubernetes
 * (sigs.k8s.io/yaml), but to the YAML specification and the library. Only those are that the library takes to be cut short.
 * So are lines that begin with the `|` or `>` of a block scalar, which may stand in the column of their key.
 * @returns `undefined` where there are none.
 */
export function readIndented<T>(
  text: string,
  read: (text: string) => T | undefined,
): { readonly text: string; readonly result: T; readonly originOf: OriginOf } | undefined {
  const spaces = headersAlone(text);
  for (let start = firstCutShort(text, 0); start !== undefined;) {
    const end = endOf(text, start);
    const lines = end === undefined ? [] : linesWithin(text, start, end);
    // What is wrong there is not how far lines are indented.
    if (end === undefined || lines.length === 0) break;
    const width = start - text.lastIndexOf('\n', start);
    for (const line of lines) spaces.push({ line, width });
    start = firstCutShort(text, end);
  }
  if (spaces.length === 0) return undefined;
  spaces.sort((a, b) => a.line - b.line);
  const indented = withSpaces(text, spaces);
  const result = read(indented);
  return result === undefined ? undefined : { text: indented, result, originOf: beforeSpaces(spaces) };
}

/** How many spaces go before a line. */
interface Spaces {
  /** The offset at which it starts. */
  readonly line: number;
  readonly width: number;
}

/** The headers of block scalars that stand on lines below their keys. */
function headersAlone(text: string): Spaces[] {
  const found: Spaces[] = [];
  let isBehindColon = false;
  /** The line at hand, where it is below a colon with no value behind it. */
  let line: number | undefined;
  for (const { source, at, isScalar } of lexemesOf(text)) {
    if (!isScalar && /^(?:[\s#&!]|$)/.test(source)) {
      if (isBehindColon && source.endsWith('\n')) line = at + source.length;
    } else {
      if (!isScalar && /^[|>]/.test(source) && line !== undefined) found.push({ line, width: 1 });
      isBehindColon = !isScalar && source === ':';
      line = undefined;
    }
  }
  return found;
}

function withSpaces(text: string, spaces: readonly Spaces[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { line, width } of spaces) {
    parts.push(text.slice(from, line), ' '.repeat(width));
    from = line;
  }
  return parts.join('') + text.slice(from);
}

function beforeSpaces(spaces: readonly Spaces[]): OriginOf {
  /** How many there are before each of them. */
  const before: number[] = [];
  let sum = 0;
  for (const { width } of spaces) {
    before.push(sum);
    sum += width;
  }
  return (offset) => {
    let low = 0;
    let high = spaces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spaces[middle]?.line ?? 0) + (before[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const last = spaces[low - 1];
    return last === undefined ? offset : Math.max(offset - (before[low - 1] ?? 0) - last.width, last.line);
  };
}

/** Where the first flow collection or quoted scalar from an offset on starts that the library takes to be cut short. */
function firstCutShort(text: string, from: number): number | undefined {
  const open: number[] = [];
  for (const { source, at, isScalar } of lexemesOf(text, from)) {
    if (isScalar) continue;
    if (source === CST.FLOW_END) return open[0];
    // Kubernetes reads the first document of a piece.
    if (source === '...') return undefined;
    if (source === '[' || source === '{') open.push(at);
    else if (source === ']' || source === '}') open.pop();
    else if (isCutShort(source)) return open[0] ?? at;
  }
  return open[0];
}

const parts = {
  quoted: /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y,
  comment: /(?<=\s)#.*/y,
  /** Tags, anchors and the colons of keys: what follows them is a value. */
  before: /[!&][^\s,[\]{}]*|:(?=[\s"'[{])/y,
  space: /\s+/y,
  plain: /[^\s,[\]{}]+/y,
};

/** Where lines start within what starts and ends at offsets. */
function linesWithin(text: string, start: number, end: number): number[] {
  const lines: number[] = [];
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  // A document ends there, be it in quotes.
  return lines.some((line) => /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(line, line + 4))) ? [] : lines;
}

/** Where the collection or quoted scalar ends that starts at an offset, however its lines are indented. */
export function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let startsValue = true;
  const eat = (part: RegExp, at: number): number => {
    part.lastIndex = at;
    return part.test(text) ? part.lastIndex : at;
  };
  for (let at = start; at < text.length;) {
    const char = text.charAt(at);
    const quoted = startsValue ? eat(parts.quoted, at) : at;
    const skipped = Math.max(eat(parts.space, at), eat(parts.comment, at));
    if (quoted > at) {
      at = quoted;
      startsValue = false;
    } else if (skipped > at) at = skipped;
    else if (/[[{,\]}]/.test(char)) {
      if (char === '[' || char === '{') depth += 1;
      else if (char !== ',') depth -= 1;
      startsValue = char !== ']' && char !== '}';
      at += 1;
    } else {
      const before = eat(parts.before, at);
      at = before > at ? before : eat(parts.plain, at);
      startsValue = before === at || text.charAt(at - 1) === ':';
    }
    if (depth === 0) return at;
  }
  return undefined;
}
