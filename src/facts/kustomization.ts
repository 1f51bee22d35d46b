import type { Location, SourceDocument } from '../documents/document.ts';
import { Field } from '../documents/field.ts';
import { type KustomizePatch, type PatchedContainer, changedBy } from './kustomizePatch.ts';
import type { Resource } from './resource.ts';

/** A kustomization of the input. */
export interface Kustomization {
  /** Its folder, relative as all names of files; empty for the working directory. */
  readonly folder: string;
  /** What it draws in: files and folders, as the input names them. */
  readonly resources: readonly string[];
  /** What changes objects that others declare. */
  readonly patches: readonly KustomizePatch[];
  /** The kustomizations, of those in `resources`, whose patches are for all that it draws in. */
  readonly components: readonly string[];
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
  const generated = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'].some(
    (key) => root.get(key).items().length > 0,
  );
  const patches = [
    ...root.itemsAt('patchesStrategicMerge').map((field) => ({ field, inline: isInline(field), target: undefined })),
    ...['patches', 'patchesJson6902'].flatMap((key) => root.itemsAt(key).map(readPatch)),
  ];
  const namesOf = (keys: readonly string[]): string[] =>
    keys.flatMap((key) =>
      root
        .get(key)
        .strings.filter((path) => !isRemote(path))
        .map((path) => joined(folder, path)),
    );
  return {
    folder,
    resources: namesOf(drawing),
    components: namesOf(['components']),
    patches: patches.map(({ field, inline, target }) => ({
      field,
      path: inline ? undefined : joined(folder, field.string ?? ''),
      target,
    })),
    remote: generated || drawing.some((key) => root.get(key).strings.some(isRemote)),
  };
}

const drawing = ['resources', 'bases', 'components'];

function isRemote(path: string): boolean {
  return /^[a-z]+:\/\/|^git@|\?ref=|^github\.com\//.test(path);
}

function readPatch(item: Field): { field: Field; inline: boolean; target: KustomizePatch['target'] } {
  const target = item.setAt('target');
  const inline = item.get('patch').set;
  return {
    field: item.get(inline ? 'patch' : 'path'),
    inline,
    target: target && { kind: target.stringAt('kind'), name: target.stringAt('name') },
  };
}

/** A list of patches holds names of files, or the patches themselves. */
function isInline({ string = '' }: Field): boolean {
  return string.includes('\n');
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
  readonly #there = new Map<string, readonly SourceDocument[]>();
  readonly #patchesOf = new Map<string, readonly KustomizePatch[]>();
  readonly #holdsAll = new Map<string, boolean>();
  readonly #isClosed = new Map<string, boolean>();

  /** @param files all of the input, as their documents. */
  constructor(kustomizations: readonly Kustomization[], files: readonly (readonly SourceDocument[])[]) {
    this.#byFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
    if (kustomizations.length > 0) for (const documents of files) this.#there.set(documents[0]?.uri ?? '', documents);
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

  /** Where a kustomization changes what decides a workload's tokens and their use: of the workload itself, that is not known. */
  changes(resource: Resource, containers: readonly PatchedContainer[]): Location | undefined {
    if (this.#byFolder.size === 0) return undefined;
    const { uri } = resource.document;
    let patches = this.#patchesOf.get(uri);
    if (patches === undefined) {
      patches = [...this.#above(uri, new Set())].flatMap((folder) => this.#patchesBy(folder, new Set()));
      this.#patchesOf.set(uri, patches);
    }
    for (const patch of patches) {
      const location = changedBy(patch, this.#there.get(patch.path ?? '') ?? [], resource, containers);
      if (location !== undefined) return location;
    }
    return undefined;
  }

  /** The kustomizations that draw in a file or a folder, and those that draw them in. */
  #above(path: string, found: Set<string>): Set<string> {
    for (const folder of this.#drawnBy.get(path) ?? []) {
      if (found.has(folder)) continue;
      found.add(folder);
      this.#above(folder, found);
    }
    return found;
  }

  #patchesBy(folder: string, seen: Set<string>): KustomizePatch[] {
    const kustomization = this.#byFolder.get(folder);
    if (kustomization === undefined || seen.has(folder)) return [];
    seen.add(folder);
    return [...kustomization.patches, ...kustomization.components.flatMap((path) => this.#patchesBy(path, seen))];
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
