import type { Field } from '../documents/field.ts';
import type { Json, Node } from '../documents/node.ts';
import type { TextEdit } from '../text/edit.ts';

export function edit(field: Field, start: number, end: number, newText: string): TextEdit {
  return { range: field.document.file.lines.range(start, end), newText };
}

/** Offset of the line end at or after an offset; the text's end in the last line. */
export function endOfLine(text: string, from: number): number {
  const match = /\r\n|\r|\n/g;
  match.lastIndex = from;
  return match.exec(text)?.index ?? text.length;
}

export function startOfLine(field: Field, offset: number): number {
  return offset - field.document.file.lines.position(offset).character;
}

/** The line end of the line at an offset, or, in a last line without one, that of the lines before. */
export function lineEndAt(text: string, offset: number): string {
  const following = /\r\n|\r|\n/y;
  following.lastIndex = endOfLine(text, offset);
  return following.exec(text)?.[0] ?? /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** Whether the document is JSON: what is written into it must be JSON too. */
export function isJson({ document }: Field): boolean {
  return /^\s*[{[][\s{[]*["}\]]/.test(document.file.text.slice(document.start, document.start + 200));
}

/** A value in one line, so that it can stand anywhere. */
export function valueText(value: Json, json: boolean): string {
  if (typeof value === 'string') return json ? JSON.stringify(value) : plainOrQuoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((item) => valueText(item, json)).join(', ')}]`;
  const entries = Object.entries(value).map(([name, item]) => `${keyText(name, json)}: ${valueText(item, json)}`);
  return `{${entries.join(', ')}}`;
}

export function keyText(name: string, json: boolean): string {
  return json ? JSON.stringify(name) : plainOrQuoted(name);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function plainOrQuoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** Whether aliases elsewhere may repeat a part of a value. */
export function holdsAnchor(node: Node): boolean {
  if (node.alias === true) return false;
  if (node.anchored === true) return true;
  if (node.kind === 'scalar') return false;
  if (node.kind === 'sequence') return node.items.some(holdsAnchor);
  return [...node.entries.values()].some(({ key, value }) => key.anchored === true || holdsAnchor(value));
}
