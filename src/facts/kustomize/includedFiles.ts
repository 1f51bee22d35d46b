import type { SourceDocument } from '../../documents/document.ts';
import type { Kustomization } from './kustomization.ts';
import { addTo } from '../../lists/addTo.ts';
import { getOrMake } from '../../memo/getOrMake.ts';
import { folderOf } from '../../text/folderOf.ts';

/** Which kustomizations include which files, and which other kustomizations. */
export class IncludedFiles {
  readonly #byFolder: ReadonlyMap<string, Kustomization>;
  /** The folders of the kustomizations that include a file, or the kustomization in a folder. */
  readonly #includedBy = new Map<string, string[]>();
  readonly #there = new Map<string, readonly SourceDocument[]>();
  readonly #foldersAbove = new Map<string, ReadonlySet<string>>();

  /** @param files all of the input. */
  constructor(
    kustomizations: readonly Kustomization[],
    files: readonly { readonly uri: string; readonly documents: readonly SourceDocument[] }[],
  ) {
    this.#byFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
    if (kustomizations.length > 0) for (const { uri, documents } of files) this.#there.set(uri, documents);
    for (const { folder, resources } of kustomizations)
      for (const { path } of resources) addTo(this.#includedBy, path, folder);
  }

  /** The folders with kustomizations. */
  get folders(): readonly string[] {
    return [...this.#byFolder.keys()];
  }

  /** The kustomization in a folder. */
  in(folder: string): Kustomization | undefined {
    return this.#byFolder.get(folder);
  }

  /** The documents of a file; `undefined` where the input does not hold it. */
  documentsOf(uri: string): readonly SourceDocument[] | undefined {
    return this.#there.get(uri);
  }

  /** The folders of the kustomizations that include a file, or the kustomization in a folder. */
  including(path: string): readonly string[] | undefined {
    return this.#includedBy.get(path);
  }

  /** Whether a kustomization lies beside a file or in a folder above. */
  isNear(uri: string): boolean {
    if (this.#byFolder.size === 0) return false;
    for (let folder = folderOf(uri); ; folder = folderOf(folder)) {
      if (this.#byFolder.has(folder)) return true;
      if (folder === '') return false;
    }
  }

  /** The kustomizations that include a file, and those that include them. */
  above(uri: string): ReadonlySet<string> {
    if (this.#byFolder.size === 0) return noFolders;
    return getOrMake(this.#foldersAbove, uri, () => {
      const found = new Set(this.#includedBy.get(uri));
      // A set that grows is walked to its end.
      for (const folder of found) for (const above of this.#includedBy.get(folder) ?? []) found.add(above);
      return found;
    });
  }

  /** Kustomizations, each after the components that it takes in: these come first. */
  withComponents(folders: Iterable<string>): string[] {
    const seen = new Set<string>();
    const found: string[] = [];
    const add = (folder: string): void => {
      if (seen.has(folder)) return;
      seen.add(folder);
      this.#byFolder.get(folder)?.components.forEach(add);
      found.push(folder);
    };
    for (const folder of folders) add(folder);
    return found;
  }
}

const noFolders: ReadonlySet<string> = new Set();
