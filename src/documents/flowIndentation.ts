import { CST, Parser } from 'yaml';

/** Finds the place in a text of a place in what was made of it. */
export type OriginOf = (offset: number) => number;

/** What was read of a text. */
interface Attempt {
  /** The offset of the first fault. */
  readonly fault: number | undefined;
}

/** Each round reads the whole text again: how much is read in all, in UTF-16 code units. */
const budget = 300_000;

/**
 * Reads a text with its lines within `[…]`, `{…}` and quotes indented: how far they are means nothing to Kubernetes
 * (sigs.k8s.io/yaml), but to the YAML specification and the library. Only those are that the library takes to be cut short.
 * @returns `undefined` where that is not all that is wrong with the text.
 */
export function readIndented<T extends Attempt>(
  text: string,
  read: (text: string) => T | undefined,
): { readonly text: string; readonly result: T; readonly originOf: OriginOf } | undefined {
  let indented = text;
  let originOf: OriginOf = (offset) => offset;
  for (let spent = 0; spent < budget; spent += indented.length) {
    const start = firstCutShort(indented);
    const end = start === undefined ? undefined : endOf(indented, start);
    if (start === undefined || end === undefined) return undefined;
    const lines = linesWithin(indented, start, end);
    if (lines.length === 0) return undefined;
    const width = start - indented.lastIndexOf('\n', start);
    indented = withSpaces(indented, lines, width);
    originOf = beforeSpaces(lines, width, originOf);
    const result = read(indented);
    if (result === undefined) return undefined;
    if (result.fault === undefined) return { text: indented, result, originOf };
    if (result.fault < end + lines.length * width) return undefined;
  }
  return undefined;
}

function withSpaces(text: string, lines: readonly number[], width: number): string {
  const starts = [0, ...lines];
  return starts.map((start, index) => text.slice(start, starts[index + 1])).join(' '.repeat(width));
}

function beforeSpaces(lines: readonly number[], width: number, originOf: OriginOf): OriginOf {
  return (offset) => {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lines[middle] ?? 0) + middle * width < offset) low = middle + 1;
      else high = middle;
    }
    return originOf(Math.max(offset - low * width, lines[low - 1] ?? 0));
  };
}

/** Where the first flow collection or quoted scalar starts that has no end of its own. */
function firstCutShort(text: string): number | undefined {
  let first: number | undefined;
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ key, value }) => {
      const found = cutShort(key) ?? cutShort(value);
      if (found !== undefined && (first === undefined || found < first)) first = found;
    });
    // Kubernetes reads the first document of a piece.
    return first;
  }
  return undefined;
}

function cutShort(token: CST.Token | null | undefined): number | undefined {
  switch (token?.type) {
    case 'flow-collection':
      return token.end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')
        ? undefined
        : token.start.offset;
    case 'single-quoted-scalar':
      return /(?<=.)(?<!')'(?:'')*$/s.test(token.source) ? undefined : token.offset;
    case 'double-quoted-scalar':
      return /(?<=.)(?<!\\)(?:\\\\)*"$/s.test(token.source) ? undefined : token.offset;
    default:
      return undefined;
  }
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

/** Where the collection or quoted scalar ends that starts at an offset. */
function endOf(text: string, start: number): number | undefined {
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
