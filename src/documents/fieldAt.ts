import type { SourceDocument } from './document.ts';
import { Field } from './field.ts';
import type { Node } from './node.ts';

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
  let found: Field | undefined;
  let foundStart = -1;
  for (const child of [...field.fields(), ...field.items()]) {
    const start = child.key?.start ?? child.node?.start ?? -1;
    if (start > foundStart && start <= offset && isWithin(start, node)) [found, foundStart] = [child, start];
  }
  return found;
}

function isWithin(start: number, node: Node): boolean {
  return start >= node.start && start <= node.end;
}
