import type { Field } from '../documents/field.ts';
import { LastMade } from './lastMade.ts';
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

function entriesOf({ kind, root }: Resource): DataEntry[] {
  if (kind !== 'Secret') return plain(root.get('data'));
  const entries = new Map(
    root
      .get('data')
      .fields()
      .flatMap(decoded)
      .map((entry) => [entry.key, entry]),
  );
  for (const entry of plain(root.get('stringData'))) entries.set(entry.key, entry);
  return [...entries.values()];
}

function plain(data: Field): DataEntry[] {
  return data
    .fields()
    .flatMap((field) =>
      field.string === undefined ? [] : [{ key: String(field.segment), text: field.string, field }],
    );
}

function decoded(field: Field): DataEntry[] {
  const text = Buffer.from(field.string ?? '', 'base64').toString('utf8');
  return field.string === undefined || /[\0\ufffd]/.test(text) ? [] : [{ key: String(field.segment), text, field }];
}
