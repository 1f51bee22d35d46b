import type { Field } from '../../documents/field.ts';
import { addTo } from '../../lists/addTo.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** What entries of `images` call images. */
export class ImageNames {
  /** By what these are called before. */
  readonly #newNames = new Map<string, string[]>();
  readonly #called = new Map<string, ReadonlySet<string>>();

  /** @param entries of all kustomizations: one may mean an image by what another calls it. */
  constructor(entries: readonly Field[]) {
    for (const entry of entries) {
      const { name, newName } = namesIn(entry);
      if (name !== undefined && newName !== undefined) addTo(this.#newNames, name, newName);
    }
  }

  /** What an image may be called, without its tag, by entries each after others. */
  of(reference: string): ReadonlySet<string> {
    return getOrMake(this.#called, reference, () => {
      const names = new Set([reference, untagged(reference)]);
      for (const name of names) for (const newName of this.#newNames.get(name) ?? []) names.add(newName);
      return names;
    });
  }
}

/** Argo CD writes an entry as one word, `nginx=registry.example/nginx:v2`, as kustomize's command takes it. */
export function namesIn(entry: Field): { readonly name: string | undefined; readonly newName: string | undefined } {
  if (entry.string === undefined) return { name: entry.stringAt('name'), newName: entry.stringAt('newName') };
  const [name, newName] = entry.string.split('=');
  return { name, newName: newName && untagged(newName) };
}

function untagged(reference: string): string {
  return reference.replace(/(?::[^:/]*)?(?:@.*)?$/, '');
}
