import type { Field } from '../../documents/field.ts';
import { LastMade } from '../../memo/lastMade.ts';
import type { Resource } from './resource.ts';

/** A text that a ConfigMap or Secret holds. */
export interface DataEntry {
  readonly key: string;
  readonly text: string;
  readonly field: Field;
}

/** Pod after pod asks for the same few objects. */
const lastAsked = new LastMade<Resource, readonly DataEntry[]>(8);

/** The texts of a ConfigMap or Secret; of a Secret `stringData` wins over `data`. What is no text is left out. */
export function dataEntries(object: Resource): readonly DataEntry[] {
  const known = lastAsked.get(object);
  if (known !== undefined) return known;
  const found = entriesOf(object);
  lastAsked.set(object, found);
  return found;
}

/** One of them, which may be one of thousands. */
export function dataEntry({ kind, root }: Resource, key: string): DataEntry | undefined {
  if (kind !== 'Secret') return plainEntry(root.get('data').get(key));
  return plainEntry(root.get('stringData').get(key)) ?? decodedEntry(root.get('data').get(key));
}

function entriesOf({ kind, root }: Resource): DataEntry[] {
  if (kind !== 'Secret') return plain(root.get('data'));
  const entries = new Map(
    root
      .get('data')
      .fields()
      .flatMap((field) => decodedEntry(field) ?? [])
      .map((entry) => [entry.key, entry]),
  );
  for (const entry of plain(root.get('stringData'))) entries.set(entry.key, entry);
  return [...entries.values()];
}

function plain(data: Field): DataEntry[] {
  return data.fields().flatMap((field) => plainEntry(field) ?? []);
}

function plainEntry(field: Field): DataEntry | undefined {
  const text = field.string;
  return text === undefined ? undefined : { key: String(field.segment), text, field };
}

function decodedEntry(field: Field): DataEntry | undefined {
  if (field.string === undefined) return undefined;
  const text = Buffer.from(field.string, 'base64').toString('utf8');
  return /[\0\ufffd]/.test(text) ? undefined : { key: String(field.segment), text, field };
}
