import type { Field } from '../documents/field.ts';
import type { Entry, Json, MapNode } from '../documents/node.ts';
import type { TextEdit } from '../text/edit.ts';
import { edit, endOfLine, isJson, keyText, lineEndAt, startOfLine, valueText } from './written.ts';

/** Writes a new entry into a mapping, in the style of those that are there. */
export function insertEntry(field: Field, map: MapNode, name: string, value: Json): TextEdit | undefined {
  return map.flow ? insertInFlow(field, map, name, value) : insertLine(field, map, name, value);
}

/** A line of its own, after the last entry that is one line; before the first where each has several. */
function insertLine(field: Field, map: MapNode, name: string, value: Json): TextEdit | undefined {
  const { text } = field.document.file;
  const inside = [...map.entries.values()].filter((entry) => isInside(entry, map));
  const [top] = inside.sort((a, b) => a.key.start - b.key.start);
  if (top === undefined) return undefined;
  // A merge key may open the mapping: what it brings is no entry of its own, even where it is written there.
  const before = leadOf(field, text.startsWith('<<', map.start) ? map.start : top.key.start);
  // Behind an anchor or a tag, the column says nothing.
  if (!/^ *(?:- +)*$/.test(before)) return undefined;
  const indent = ' '.repeat(before.length);
  const own = inside.filter(({ key }) => leadOf(field, key.start).length === before.length);
  const line = `${keyText(name, false)}: ${valueText(value, false)}`;
  const after = own.findLast((entry) => endsItsLine(text, entry));
  if (after !== undefined) {
    const end = endOfLine(text, after.value.end);
    return edit(field, end, end, `${lineEndAt(text, end)}${indent}${line}`);
  }
  const [first] = own;
  if (first === undefined) return undefined;
  const isAlone = leadOf(field, first.key.start) === indent;
  const at = isAlone ? aboveComments(field, first.key.start, indent) : first.key.start;
  return edit(field, at, at, `${line}${lineEndAt(text, at)}${indent}`);
}

/** What stands before a place on its line. */
function leadOf(field: Field, at: number): string {
  return field.document.file.text.slice(startOfLine(field, at), at).replace(/^\ufeff/, '');
}

function isInside(entry: Entry, map: MapNode): boolean {
  return entry.key.start >= map.start && entry.key.end <= map.end;
}

/** The comments right above a key are about it: a new key goes above them. */
function aboveComments(field: Field, keyStart: number, indent: string): number {
  const { lines } = field.document.file;
  const own = lines.position(keyStart).line;
  let line = own;
  while (line > 0 && lines.line(line - 1).startsWith(`${indent}#`)) line -= 1;
  return line === own ? keyStart : lines.offset({ line, character: indent.length });
}

/** Whether an entry is `key: value` on one line, with at most a comment after it. */
function endsItsLine(text: string, { key, value }: Entry): boolean {
  if (value.kind !== 'scalar' || value.style === 'block' || value.style === 'empty') return false;
  const end = endOfLine(text, value.end);
  return !/[\r\n]/.test(text.slice(key.start, end)) && /^[ \t]*(?:#.*)?$/.test(text.slice(value.end, end));
}

/** After the last entry, on a line of its own where that one has one; before the first where a comment follows. */
function insertInFlow(field: Field, map: MapNode, name: string, value: Json): TextEdit | undefined {
  const { text } = field.document.file;
  const entries = [...map.entries.values()];
  if (entries.some((entry) => !isInside(entry, map) || isUnfinished(entry))) return undefined;
  const [first, last] = [entries[0], entries.at(-1)];
  const json = isJson(field) || entries.some(({ key }) => key.style === 'double');
  const colon = last !== undefined && /^:\S/.test(text.slice(last.key.end, last.value.start + 1)) ? ':' : ': ';
  const entry = `${keyText(name, json)}${colon}${valueText(value, json)}`;
  if (first === undefined || last === undefined) return edit(field, map.start + 1, map.start + 1, entry);
  const lineStart = startOfLine(field, last.key.start);
  const indent = text.slice(lineStart, last.key.start);
  const gap = /^[ \t]*$/.test(indent) ? `${lineEndAt(text, last.value.end)}${indent}` : colon.slice(1);
  if (text.slice(last.value.end, map.end).includes('#'))
    return edit(field, first.key.start, first.key.start, `${entry},${gap === '' ? ' ' : gap}`);
  return edit(field, last.value.end, last.value.end, `,${gap}${entry}`);
}

/** `{a, b: }`: nothing can be said of where such an entry ends. */
function isUnfinished({ value }: Entry): boolean {
  return value.kind === 'scalar' && value.style === 'empty';
}
