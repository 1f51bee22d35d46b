import { firstWhere } from '../lists/firstWhere.ts';
import type { SourceDocument } from './document.ts';
import { Field } from './field.ts';
import type { Entry } from './node.ts';
import { entriesOf } from './outlinedNode.ts';

/** The deepest field whose key or value is written at an offset; `undefined` between fields and in comments. */
export function fieldAt(document: SourceDocument, offset: number): Field | undefined {
  let field = Field.root(document);
  for (let child = childAt(field, offset); child !== undefined; child = childAt(field, offset)) field = child;
  const { key, node } = field;
  const isOn = (span: { start: number; end: number } | undefined): boolean =>
    span !== undefined && span.start <= offset && offset <= span.end;
  return isOn(key) || (node?.kind === 'scalar' && isOn(node)) ? field : undefined;
}

/** The last child that starts before an offset. What an alias or a merge key brings in is written elsewhere. */
function childAt(field: Field, offset: number): Field | undefined {
  const { node } = field;
  if (node === undefined || node.kind === 'scalar' || node.alias === true) return undefined;
  if (node.kind === 'sequence') {
    const index = firstWhere(node.items, ({ start }) => start > offset) - 1;
    return index === -1 ? undefined : field.item(index);
  }
  let found: Entry | undefined;
  for (const entry of entriesOf(node)) {
    const { start } = entry.key;
    if (start > (found?.key.start ?? -1) && start <= offset && start >= node.start && start <= node.end) found = entry;
  }
  return found === undefined ? undefined : field.get(found.name);
}
