import type { ScalarNode } from './node.ts';
import { resolvePlainScalar } from './scalar.ts';

/** The text leaves a doubt: the library reads the document. */
export class Doubt extends Error {}

/** A text and the end of the line that is read. */
export interface Line {
  readonly text: string;
  readonly end: number;
}

/** Whether a plain scalar ends at an offset: the line does, or a space follows. */
export function isPlainEnd({ text, end }: Line, at: number): boolean {
  return at >= end || text.charCodeAt(at) === 32;
}

/** Where a plain scalar outside of flow collections ends: before a comment or the line's trailing spaces. */
export function plainEnd(line: Line, start: number): number {
  // Searched in the line alone: the rest of the text may be long.
  const comment = line.text.slice(start, line.end).indexOf(' #');
  let end = comment === -1 ? line.end : start + comment;
  while (end > start && line.text.charCodeAt(end - 1) === 32) end -= 1;
  return end;
}

// What may not start a plain scalar: an indicator, or one that a space makes one.
const indicator = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?: |$)/;

/** A plain scalar, whose bounds are known. */
export function readPlain({ text }: Line, start: number, end: number): ScalarNode {
  const written = text.slice(start, end);
  if (indicator.test(written) || /:(?: |$)|\t/.test(written)) throw new Doubt();
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
