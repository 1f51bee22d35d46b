import { parseAllDocuments } from 'yaml';
import type { Change } from '../../src/fixes/change.ts';

/** What the documents of a text say, by the YAML library alone; those that are empty are left out. */
export function readBack(text: string): unknown[] {
  const options = { version: '1.1', uniqueKeys: false, merge: true, logLevel: 'silent' } as const;
  return [...parseAllDocuments(text.replace(/^\ufeff/, ''), options)]
    .map((document): unknown => {
      if (document.errors[0] !== undefined) throw document.errors[0];
      return document.toJS({ maxAliasCount: -1 });
    })
    .filter((value) => value !== null);
}

/** Makes changes in what was read back. All mean places as they were: items leave lists at the end, the last ones first. */
export function makeChanges(documents: unknown[], changes: readonly Change[]): void {
  const isRemoval = (change: Change): boolean => 'remove' in change;
  for (const change of changes) if (!isRemoval(change)) makeChange(documents, change);
  const indexOf = ({ path }: Change): number => Number(path.at(-1));
  const removals = changes.filter(isRemoval).sort((a, b) => (indexOf(b) || 0) - (indexOf(a) || 0));
  for (const change of removals) makeChange(documents, change);
}

function makeChange(documents: unknown[], change: Change): void {
  const path = [change.document, ...change.path];
  let holder: Record<string | number, unknown> = Object(documents);
  for (const segment of path.slice(0, -1)) holder = Object((holder[segment] ??= {}));
  const last = path.at(-1) ?? '';
  if ('set' in change) {
    holder[last] = change.set;
    return;
  }
  if ('rename' in change) holder[change.rename] = holder[last];
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder, last);
}
