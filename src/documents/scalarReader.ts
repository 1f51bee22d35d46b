import type { ScalarNode } from './node.ts';
import { resolvePlainScalar } from './scalar.ts';

/** The text leaves a doubt: the library reads the document. */
export class Doubt extends Error {}

/** A text and the end of the line that is read. */
export interface Line {
  readonly text: string;
  readonly end: number;
}

const space = 32;
const tab = 9;
const hash = 35;
const colon = 58;

/** Whether a plain scalar ends at an offset: the line does, or a space follows. */
export function isPlainEnd({ text, end }: Line, at: number): boolean {
  return at >= end || text.charCodeAt(at) === space;
}

/** Where a plain scalar outside of flow collections ends: before a comment or the line's trailing spaces. */
export function plainEnd(line: Line, start: number): number {
  const { text } = line;
  let end = start;
  for (let at = start; at < line.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === hash && at > start && text.charCodeAt(at - 1) === space) break;
    if (code !== space) end = at + 1;
  }
  return end;
}

// What may not start a plain scalar: an indicator, or one that a space makes one.
const indicator = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?: |$)/;

/** A plain scalar, whose bounds are known. */
export function readPlain({ text }: Line, start: number, end: number): ScalarNode {
  const written = text.slice(start, end);
  if (indicator.test(written)) throw new Doubt();
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === tab || (code === colon && (at + 1 === end || text.charCodeAt(at + 1) === space))) throw new Doubt();
  }
  const value = resolvePlainScalar(written);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Doubt();
  return { kind: 'scalar', value, style: 'plain', start, end };
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', t: '\t', r: '\r' };

/** A quoted scalar that ends on its line; of escapes, only the common ones. */
export function readQuoted({ text, end }: Line, start: number): ScalarNode {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < end; at += 1) {
    const char = text[at] ?? '';
    if (char === '\t') throw new Doubt();
    if (quote === '"' && char === '\\') {
      const escaped = escapes[text[at + 1] ?? ''];
      if (escaped === undefined) throw new Doubt();
      value += escaped;
      at += 1;
    } else if (char !== quote) value += char;
    else if (quote === "'" && text[at + 1] === "'") {
      value += "'";
      at += 1;
    } else return { kind: 'scalar', value, style: quote === '"' ? 'double' : 'single', start, end: at + 1 };
  }
  throw new Doubt();
}
