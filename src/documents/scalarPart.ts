import type { Location } from './document.ts';
import type { Field } from './field.ts';
import type { ScalarNode } from './node.ts';

/**
 * Where a part of a string is written, by offsets into the string's value. Where the text does not say it plainly
 * (escapes, folded blocks, aliases, parts of several lines) it is the place of the whole value.
 */
export function partLocation(field: Field, start: number, end: number): Location {
  const { node, document } = field;
  const text = field.string;
  if (node?.kind !== 'scalar' || node.alias === true || text === undefined) return field.valueLocation;
  const offset =
    node.style === 'block' ? offsetInBlock(field.source, text, start, end) : offsetInLine(node, field, text);
  if (offset === undefined) return field.valueLocation;
  return document.location(node.start + offset + start, node.start + offset + end, field.path);
}

/** What to add to an offset in the value for one in the source. */
function offsetInLine({ style }: ScalarNode, { source }: Field, text: string): number | undefined {
  const quote = style === 'plain' ? 0 : 1;
  return source.slice(quote, source.length - quote) === text ? quote : undefined;
}

/** A literal block repeats its lines, indented; the first line of its source is the header. */
function offsetInBlock(source: string, text: string, start: number, end: number): number | undefined {
  const before = text.slice(0, start);
  if (!source.startsWith('|') || text.slice(start, end).includes('\n')) return undefined;
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', start);
  const written = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  let sourceStart = 0;
  for (let number = 0; number < line; number += 1) {
    const next = source.indexOf('\n', sourceStart);
    if (next === -1) return undefined;
    sourceStart = next + 1;
  }
  const sourceLine = source.slice(sourceStart).split('\n', 1)[0]?.replace(/\r$/, '') ?? '';
  if (!sourceLine.endsWith(written.trimEnd())) return undefined;
  return sourceStart + (sourceLine.trimEnd().length - written.trimEnd().length) - lineStart;
}
