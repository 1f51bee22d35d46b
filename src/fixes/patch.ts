import type { Field } from '../documents/field.ts';
import type { Entry, Json, MapNode, Node } from '../documents/node.ts';
import type { Patch } from '../rule/rule.ts';
import type { TextEdit } from '../text/edit.ts';

/**
 * The edit that makes a patch and touches nothing else; `undefined` where there is none that is sure to: behind an
 * alias or an anchor, whose text means several places, or in a mapping that is not written.
 */
export function editOfPatch(patch: Patch): TextEdit | undefined {
  const { field } = patch;
  const map = field.parent?.node;
  if (map?.kind === 'sequence' && 'set' in patch) return replaceItem(field, patch.set);
  if (isShared(field) || map?.kind !== 'map' || typeof field.segment !== 'string') return undefined;
  const entry = map.entries.get(field.segment);
  if (entry !== undefined && !isInside(entry, map)) return undefined;
  if ('rename' in patch) return entry === undefined ? undefined : rename(field, entry, patch.rename);
  if ('remove' in patch) return entry === undefined ? undefined : remove(field, map, entry);
  return entry === undefined ? insert(field, map, field.segment, patch.set) : replace(field, entry, patch.set);
}

function isShared(field: Field): boolean {
  for (let at: Field | undefined = field; at !== undefined; at = at.parent) {
    if (at.node?.alias === true || at.node?.anchored === true) return true;
  }
  return false;
}

/** What a merge key (`<<`) brought in is written elsewhere. */
function isInside(entry: Entry, map: MapNode): boolean {
  return entry.key.start >= map.start && entry.key.end <= map.end;
}

function edit(field: Field, start: number, end: number, newText: string): TextEdit {
  return { range: field.document.file.lines.range(start, end), newText };
}

function rename(field: Field, { key }: Entry, name: string): TextEdit {
  const written = field.document.file.text.slice(key.start, key.end);
  const quote = key.style === 'single' || key.style === 'double' ? (written[0] ?? '') : '';
  return edit(field, key.start, key.end, `${quote}${name}${quote}`);
}

function replace(field: Field, { key, value }: Entry, set: Json): TextEdit | undefined {
  if (value.kind !== 'scalar' || value.style === 'block') return undefined;
  const newText = scalarText(set);
  // A tag before the value says what it is, whatever is written.
  const tagged = field.document.file.text.slice(key.end, value.start).includes('!');
  if (newText === undefined || tagged) return undefined;
  if (value.style === 'empty') return fillEmpty(field, key.end, newText);
  return edit(field, value.start, value.end, newText);
}

/** A list item that is a scalar of one line. */
function replaceItem(field: Field, set: Json): TextEdit | undefined {
  const { node } = field;
  const newText = scalarText(set);
  if (isShared(field) || node?.kind !== 'scalar' || node.style === 'block' || node.style === 'empty') return undefined;
  return newText === undefined ? undefined : edit(field, node.start, node.end, newText);
}

/** `key:` without a value: the value goes right after the colon. */
function fillEmpty(field: Field, keyEnd: number, newText: string): TextEdit | undefined {
  const { text } = field.document.file;
  const colon = /^[ \t]*:/.exec(text.slice(keyEnd, endOfLine(text, keyEnd)))?.[0].length;
  return colon === undefined ? undefined : edit(field, keyEnd + colon, keyEnd + colon, ` ${newText}`);
}

function scalarText(value: Json): string | undefined {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? plainOrQuoted(value) : undefined;
}

function plainOrQuoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function insert(field: Field, map: MapNode, name: string, value: Json): TextEdit | undefined {
  const written = scalarText(value);
  if (written === undefined) return undefined;
  if (map.flow) return insertInFlow(field, map, name, written);
  const line = `${name}: ${written}`;
  const after = [...map.entries.values()].reverse().find((entry) => isInside(entry, map) && endsItsLine(field, entry));
  const first = map.entries.values().next().value;
  if (first === undefined) return undefined;
  const { lines } = field.document.file;
  const before = lines.line(lines.position(first.key.start).line).slice(0, lines.position(first.key.start).character);
  // Behind an anchor or a tag, the column says nothing.
  if (!/^ *(?:- +)*$/.test(before)) return undefined;
  const indent = ' '.repeat(before.length);
  if (after === undefined) {
    return isInside(first, map)
      ? edit(field, first.key.start, first.key.start, `${line}${lineEnd(field)}${indent}`)
      : undefined;
  }
  const end = endOfLine(field.document.file.text, after.value.end);
  return edit(field, end, end, `${lineEnd(field)}${indent}${line}`);
}

/** Whether an entry is `key: value` on one line, with at most a comment after it. */
function endsItsLine(field: Field, { key, value }: Entry): boolean {
  if (value.kind !== 'scalar' || value.style === 'block' || value.style === 'empty') return false;
  const { text } = field.document.file;
  const line = text.slice(key.start, endOfLine(text, value.end));
  return !/[\r\n]/.test(line) && /^[ \t]*(?:#.*)?$/.test(text.slice(value.end, endOfLine(text, value.end)));
}

function endOfLine(text: string, from: number): number {
  const match = /\r\n|\r|\n/g;
  match.lastIndex = from;
  return match.exec(text)?.index ?? text.length;
}

function lineEnd(field: Field): string {
  return /\r\n/.test(field.document.file.text) ? '\r\n' : '\n';
}

function insertInFlow(field: Field, map: MapNode, name: string, written: string): TextEdit | undefined {
  if (
    [...map.entries.values()].some(
      (entry) => !isInside(entry, map) || (entry.value.kind === 'scalar' && entry.value.style === 'empty'),
    )
  )
    return undefined;
  const quoted = isJson(field) ? JSON.stringify(name) : name;
  const last = [...map.entries.values()].at(-1);
  const at = last === undefined ? map.start + 1 : Math.max(last.key.end, last.value.end);
  return edit(field, at, at, `${last === undefined ? '' : ', '}${quoted}: ${written}`);
}

function isJson(field: Field): boolean {
  const root = field.document.node;
  if (root?.kind !== 'map') return false;
  return [...root.entries.values()].some((entry) => entry.key.style === 'double');
}

function remove(field: Field, map: MapNode, entry: Entry): TextEdit | undefined {
  const entries = [...map.entries.values()];
  const next = entries[entries.indexOf(entry) + 1];
  if (entries.length === 1 || !entries.every((other) => isInside(other, map))) return undefined;
  if (map.flow) return removeFromFlow(field, entries, entry);
  const { text } = field.document.file;
  const lineStart = entry.key.start - field.document.file.lines.position(entry.key.start).character;
  const alone = text.slice(lineStart, entry.key.start).trim() === '';
  if (!alone) return next === undefined ? undefined : edit(field, entry.key.start, next.key.start, '');
  const end = endOfLine(text, contentEnd(entry.value));
  return edit(field, lineStart, Math.min(text.length, end + (text.startsWith('\r\n', end) ? 2 : 1)), '');
}

function removeFromFlow(field: Field, entries: readonly Entry[], entry: Entry): TextEdit | undefined {
  const index = entries.indexOf(entry);
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  if (next !== undefined) return edit(field, entry.key.start, next.key.start, '');
  return previous === undefined ? undefined : edit(field, previous.value.end, entry.value.end, '');
}

/** Where the text of a value really ends: the spans of block collections run on to the next token. */
function contentEnd(node: Node): number {
  if (node.kind === 'scalar' || node.alias === true || node.flow) return node.end;
  const last = node.kind === 'map' ? [...node.entries.values()].at(-1)?.value : node.items.at(-1);
  return last === undefined ? node.end : contentEnd(last);
}
