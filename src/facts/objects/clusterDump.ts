import type { SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';

/** `kubectl get … -o yaml` prints a List of objects that the API server has stored, RBAC among them. */
export function isClusterDump(document: SourceDocument): boolean {
  const root = Field.root(document);
  if (root.stringAt('kind') !== 'List') return false;
  const items = root.itemsAt('items');
  const stored = items.length > 0 && items.every((item) => item.at('metadata', 'uid').string !== undefined);
  return stored && items.some((item) => item.stringAt('kind')?.endsWith('RoleBinding') === true);
}
