import type { Field } from '../documents/field.ts';
import type { Entry, Json, ScalarNode } from '../documents/node.ts';
import type { Patch } from '../rule/rule.ts';
import type { TextEdit } from '../text/edit.ts';
import { insertEntry } from './insert.ts';
import { removeFromParent } from './remove.ts';
import { edit, endOfLine, isJson, valueText } from './written.ts';

/**
 * The edit that makes a patch and touches nothing else; `undefined` where there is none that is sure to: behind an
 * alias, an anchor or a merge key, whose text means several places, or where the text leaves a doubt.
 */
export function editOfPatch(patch: Patch): TextEdit | undefined {
  const { field } = patch;
  if (isShared(field)) return undefined;
  if ('remove' in patch) return removeFromParent(field);
  const map = field.parent?.node;
  if (map?.kind === 'sequence' && 'set' in patch) return replaceItem(field, patch.set);
  if (typeof field.segment !== 'string') return undefined;
  const entry = map?.kind === 'map' ? map.entries.get(field.segment) : undefined;
  if ('rename' in patch) return entry === undefined ? undefined : rename(field, entry, patch.rename);
  if (entry !== undefined) return replace(field, entry, patch.set);
  if (map?.kind === 'map') return insertEntry(field, map, field.segment, patch.set);
  // A mapping that is null or not written is written along.
  if (field.parent?.parent === undefined || field.parent.set) return undefined;
  return editOfPatch({ field: field.parent, set: { [field.segment]: patch.set } });
}

/** Whether the field's text means other places too: what a merge key (`<<`) brings in is written elsewhere. */
function isShared(field: Field): boolean {
  for (let at: Field | undefined = field; at !== undefined; at = at.parent) {
    if (at.node?.alias === true || at.node?.anchored === true || at.key?.anchored === true) return true;
    const around = at.parent?.node;
    if (at.key !== undefined && around !== undefined && (at.key.start < around.start || at.key.end > around.end))
      return true;
  }
  return false;
}

function rename(field: Field, { key }: Entry, name: string): TextEdit {
  const written = field.document.file.text.slice(key.start, key.end);
  const quote = key.style === 'single' || key.style === 'double' ? (written[0] ?? '') : '';
  return edit(field, key.start, key.end, `${quote}${name}${quote}`);
}

function replace(field: Field, { key, value }: Entry, set: Json): TextEdit | undefined {
  if (value.kind !== 'scalar') return undefined;
  const { text } = field.document.file;
  // A tag before the value says what it is, whatever is written.
  if (text.slice(key.end, value.start).includes('!')) return undefined;
  const newText = valueLike(value, set, field);
  if (value.style === 'empty') return fillEmpty(field, key.end, newText);
  if (value.style === 'block') {
    const comment = /[ \t]#.*$/.exec(text.slice(value.start, endOfLine(text, value.start)))?.[0] ?? '';
    return edit(field, value.start, value.end, newText + comment);
  }
  return edit(field, value.start, value.end, newText);
}

/** A list item that is a scalar. */
function replaceItem(field: Field, set: Json): TextEdit | undefined {
  const { node } = field;
  if (node?.kind !== 'scalar' || node.style === 'block' || node.style === 'empty') return undefined;
  return isTagged(field, node) ? undefined : edit(field, node.start, node.end, valueLike(node, set, field));
}

/** Whether the word before a list item may be a tag. */
function isTagged({ document }: Field, { start }: ScalarNode): boolean {
  const before = document.file.text.slice(document.start, start);
  const word = before.trimEnd();
  if (word.length === before.length) return false;
  let at = word.length;
  while (at > 0 && !/[\s,[\]!]/.test(word[at - 1] ?? '')) at -= 1;
  return word[at - 1] === '!';
}

/** A value in the quotes of the one that it replaces. */
function valueLike({ style }: ScalarNode, set: Json, field: Field): string {
  if (typeof set === 'string' && style === 'single' && /^[^'\r\n]*$/.test(set)) return `'${set}'`;
  return valueText(set, (typeof set === 'string' && style === 'double') || isJson(field));
}

/** `key:` without a value: the value goes right after the colon. */
function fillEmpty(field: Field, keyEnd: number, newText: string): TextEdit | undefined {
  const { text } = field.document.file;
  const colon = /^([ \t]*:)[ \t]*(?:[,}\]#]|$)/.exec(text.slice(keyEnd, endOfLine(text, keyEnd)))?.[1];
  return colon === undefined ? undefined : edit(field, keyEnd + colon.length, keyEnd + colon.length, ` ${newText}`);
}
