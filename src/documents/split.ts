import { jsonTextEnds } from './jsonTexts.ts';

/** One document of a text: its offsets, `---` lines left out. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** The template that helm names in the `# Source:` comment that opens the document. */
  readonly template: string | undefined;
}

/**
 * Splits a text where YAML does: at `---` in column 0 followed by a space, a tab, a line end or the end.
 * What follows `---` on its line belongs to the document after it. Pieces without content are left out. JSON texts that
 * stand one after the other are documents, too.
 */
export function splitDocuments(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const add = (end: number): void => {
    if (hasContent(text, start, end)) pieces.push({ start, end, template: sourceComment(text, start, end) });
  };
  for (const end of jsonTextEnds(text, start, text.length)) {
    add(end);
    start = end;
  }
  for (let at = separator(text, start); at !== -1; at = separator(text, start)) {
    add(at);
    start = at + 3;
  }
  add(text.length);
  return pieces;
}

/** Whether helm rendered a text: its templates are what can be changed. */
export function isRendered(text: string): boolean {
  return text.includes('# Source: ') && splitDocuments(text).some(({ template }) => template !== undefined);
}

function separator(text: string, from: number): number {
  for (let at = text.indexOf('---', from); at !== -1; at = text.indexOf('---', at + 3)) {
    const before = at === 0 ? 10 : text.charCodeAt(at - 1);
    const lineStart = before === 10 || before === 13 || (at === 1 && before === 0xfeff);
    const after = text.charCodeAt(at + 3);
    if (lineStart && (Number.isNaN(after) || after === 32 || after === 9 || after === 10 || after === 13)) return at;
  }
  return -1;
}

/** Comments and directives alone are no document. */
function hasContent(text: string, start: number, end: number): boolean {
  const line = /[ \t]*([^\s])?[^\r\n]*(?:\r\n|\r|\n|$)/y;
  for (let at = start; at < end; at = line.lastIndex) {
    line.lastIndex = at;
    const first = line.exec(text)?.[1];
    if (line.lastIndex > end && first === undefined) return false;
    if (first !== undefined && first !== '#' && first !== '%') return true;
    if (line.lastIndex === at) return false;
  }
  return false;
}

/**
 * helm writes `# Source: chart/templates/file.yaml`, or `chart/crds/…`, as the first line of each document that it renders.
 * Who copies a manifest notes where it is from in the same words: that is no template of a chart.
 */
function sourceComment(text: string, start: number, end: number): string | undefined {
  const line = /\s*# Source: +([^\s:/]+\/(?:[^\r\n:]*\/)?(?:templates|crds)\/[^\r\n:]*)/y;
  line.lastIndex = start;
  const match = line.exec(text);
  return match === null || line.lastIndex > end ? undefined : match[1]?.trim();
}
