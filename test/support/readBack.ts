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

/** Makes a change in what was read back. */
export function makeChange(documents: unknown[], change: Change): void {
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
