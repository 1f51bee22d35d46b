import type { SourceDocument } from '../documents/document.ts';
import { Field } from '../documents/field.ts';

/** A kustomization of the input. */
export interface Kustomization {
  /** Its folder, relative as all names of files; empty for the working directory. */
  readonly folder: string;
  /** What it draws in: files and folders, as the input names them. */
  readonly resources: readonly string[];
  /** Files that change objects that others declare. */
  readonly patches: readonly string[];
  /** Whether it draws in something that is no file: a URL, a chart, what a program generates. */
  readonly remote: boolean;
}

const fileName = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

export function readKustomizations(documents: readonly SourceDocument[]): Kustomization[] {
  return documents.filter(({ uri }) => fileName.test(uri)).map(readKustomization);
}

function readKustomization(document: SourceDocument): Kustomization {
  const root = Field.root(document);
  const folder = folderOf(document.uri);
  const named = ['resources', 'bases', 'components'].flatMap((key) => root.get(key).strings);
  const isRemote = (path: string): boolean => /^[a-z]+:\/\/|^git@|\?ref=|^github\.com\//.test(path);
  const generated = ['helmCharts', 'helmChartInflationGenerator', 'generators'].some(
    (key) => root.get(key).items().length > 0,
  );
  const patches = [
    ...root.get('patchesStrategicMerge').strings,
    ...['patches', 'patchesJson6902'].flatMap((key) =>
      root
        .get(key)
        .items()
        .flatMap((patch) => patch.stringAt('path') ?? []),
    ),
  ];
  return {
    folder,
    resources: named.filter((path) => !isRemote(path)).map((path) => joined(folder, path)),
    patches: patches.map((path) => joined(folder, path)),
    remote: generated || named.some(isRemote),
  };
}

/** `base/../rbac` as the input names it: `rbac`. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${folder.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** Tells of each file what the kustomizations of the input make of it. */
export class KustomizationIndex {
  readonly #byFolder: ReadonlyMap<string, Kustomization>;
  /** The folders of the kustomizations that draw in a file, or the kustomization in a folder. */
  readonly #drawnBy = new Map<string, string[]>();
  readonly #there = new Set<string>();
  readonly #holdsAll = new Map<string, boolean>();
  readonly #isClosed = new Map<string, boolean>();

  /** @param uris all files of the input. */
  constructor(kustomizations: readonly Kustomization[], uris: readonly string[]) {
    this.#byFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
    if (kustomizations.length > 0) for (const uri of uris) this.#there.add(uri);
    for (const { folder, resources } of kustomizations) {
      for (const path of resources) {
        const folders = this.#drawnBy.get(path);
        if (folders === undefined) this.#drawnBy.set(path, [folder]);
        else folders.push(folder);
      }
    }
  }

  /** Whether a kustomization draws a file in: it may write namespaces, names and more into its objects. */
  draws(uri: string): boolean {
    return this.#drawnBy.has(uri);
  }

  /** Whether a kustomization lies beside a file or in a folder above. */
  isNear(uri: string): boolean {
    if (this.#byFolder.size === 0) return false;
    for (let folder = folderOf(uri); ; folder = folderOf(folder)) {
      if (this.#byFolder.has(folder)) return true;
      if (folder === '') return false;
    }
  }

  /** The folder of a kustomization that draws a file in, where the input holds all that is deployed with it. */
  closedAround(uri: string): string | undefined {
    return this.#drawnBy.get(uri)?.find((folder) => this.#closed(folder));
  }

  /** Whether a kustomization, and each that draws it in, finds everything in the input. */
  #closed(folder: string): boolean {
    const known = this.#isClosed.get(folder);
    if (known !== undefined) return known;
    this.#isClosed.set(folder, true);
    const closed =
      this.#complete(folder) && (this.#drawnBy.get(folder) ?? []).every((overlay) => this.#closed(overlay));
    this.#isClosed.set(folder, closed);
    return closed;
  }

  #complete(folder: string): boolean {
    const known = this.#holdsAll.get(folder);
    if (known !== undefined) return known;
    const kustomization = this.#byFolder.get(folder);
    // One that draws itself in is refused by kustomize.
    this.#holdsAll.set(folder, true);
    const complete =
      kustomization?.remote === false &&
      kustomization.resources.every((path) => this.#there.has(path) || this.#complete(path));
    this.#holdsAll.set(folder, complete);
    return complete;
  }
}

function folderOf(uri: string): string {
  return uri.split('/').slice(0, -1).join('/');
}
