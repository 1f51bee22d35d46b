import type { Location, SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { type Kustomization, folderOf } from './kustomization.ts';
import {
  type KustomizeChange,
  changeOfImage,
  changeOfTransformer,
  changesOfGenerator,
  changesOfMetadata,
  changesOfPatch,
  changesOfReplacement,
  newImages,
} from './kustomizeChange.ts';
import type { ObjectReference } from '../objectReferences.ts';
import type { Changed, PatchedContainer } from './patchedFields.ts';
import type { Resource } from '../resource.ts';
import type { Viewpoint } from '../scope.ts';

/** A name in a namespace; `null` where that is not written. */
export interface Identity {
  readonly name: string;
  readonly namespace: string | null;
}

const none: readonly never[] = [];

/** Of bases that are drawn in in more ways, the rest is not told. */
const mostIdentities = 1000;

/** Tells of each file what the kustomizations of the input make of it. */
export class KustomizationIndex {
  readonly #byFolder: ReadonlyMap<string, Kustomization>;
  /** The folders of the kustomizations that draw in a file, or the kustomization in a folder. */
  readonly #drawnBy = new Map<string, string[]>();
  readonly #there = new Map<string, readonly SourceDocument[]>();
  readonly #foldersAbove = new Map<string, ReadonlySet<string>>();
  readonly #changesBy = new Map<string, readonly KustomizeChange[]>();
  /** By the folders of the kustomizations that make them. */
  readonly #changesOf = new Map<string, Changes>();
  /** What any kustomization calls images, by what they are called before. */
  readonly #newImages: ReadonlyMap<string, readonly string[]>;
  readonly #renaming: readonly Kustomization[];
  readonly #holdsAll = new Map<string, boolean>();
  readonly #isClosed = new Map<string, boolean>();

  /** @param files all of the input. */
  constructor(
    kustomizations: readonly Kustomization[],
    files: readonly { readonly uri: string; readonly documents: readonly SourceDocument[] }[],
  ) {
    this.#newImages = newImages(kustomizations.flatMap(({ images }) => images));
    this.#renaming = kustomizations.filter(({ prefix, suffix }) => prefix !== '' || suffix !== '');
    this.#byFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
    if (kustomizations.length > 0) for (const { uri, documents } of files) this.#there.set(uri, documents);
    for (const { folder, resources } of kustomizations) {
      for (const { path } of resources) {
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

  /**
   * Where something changes what decides about an object's tokens: by the object itself, that is not known.
   *
   * @param containers of a workload.
   * @param read what its containers read: that tells what they do, too.
   */
  changeOf(
    resource: Resource,
    containers: readonly PatchedContainer[] = [],
    read: () => readonly ObjectReference[] = () => [],
  ): { readonly location: Location; readonly changed: Changed } | undefined {
    const changes = this.#changesFor(resource.document.uri);
    if (changes === undefined) return undefined;
    const found = changes.of(resource).flatMap((change) => {
      const changed = change.changes(resource.kind, containers);
      return changed === undefined ? [] : [{ location: change.location, changed }];
    });
    const own = found.find(({ changed }) => changed === 'who') ?? found[0];
    if (own !== undefined) return own;
    const ofRead = read().flatMap((reference) =>
      changes.of(reference).filter((change) => change.changes(reference.kind, []) !== undefined),
    )[0];
    return ofRead && { location: ofRead.location, changed: 'what' };
  }

  /** What the kustomizations change that draw a file in; `undefined` where none does. */
  #changesFor(uri: string): Changes | undefined {
    if (this.#byFolder.size === 0) return undefined;
    const folders = [...this.#above(uri)];
    if (folders.length === 0) return undefined;
    const key = folders.join('\n');
    const known = this.#changesOf.get(key);
    if (known !== undefined) return known;
    const all = this.#withComponents(folders);
    const changes = new Changes(
      all.flatMap((folder) => this.#changes(folder)),
      all.some((folder) => this.#renames(folder)),
    );
    this.#changesOf.set(key, changes);
    return changes;
  }

  /** What an object is called besides, and in which namespace, by each of the kustomizations that draw it in. */
  otherIdentitiesOf({ document, namespace }: Viewpoint, name: string): readonly Identity[] {
    if (!this.#drawnBy.has(document.uri)) return none;
    const found = new Map<string, Identity>();
    const walk = (path: string, identity: Identity): void => {
      const key = `${path}\n${identity.name} ${String(identity.namespace)}`;
      if (found.has(key) || found.size === mostIdentities) return;
      found.set(key, identity);
      for (const folder of this.#drawnBy.get(path) ?? [])
        walk(
          folder,
          this.#withComponents([folder]).reduce((built, one) => this.#built(built, one), identity),
        );
    };
    walk(document.uri, { name, namespace });
    const [, ...others] = found.values();
    return others;
  }

  /** What an object that is called so by kustomizations may be called where it is written. */
  namesBefore(name: string): readonly string[] {
    const found = new Set([name]);
    for (const one of found) {
      for (const { prefix, suffix } of this.#renaming) {
        const isLonger = one.length > prefix.length + suffix.length;
        if (isLonger && one.startsWith(prefix) && one.endsWith(suffix))
          found.add(one.slice(prefix.length, one.length - suffix.length));
      }
    }
    found.delete(name);
    return [...found];
  }

  #built({ name, namespace }: Identity, folder: string): Identity {
    const { prefix = '', suffix = '', namespace: written } = this.#byFolder.get(folder) ?? {};
    // Every namespace has its own `default`, whatever others are called.
    return { name: name === 'default' ? name : `${prefix}${name}${suffix}`, namespace: written ?? namespace };
  }

  /** Whether a kustomization that draws a file in gives its objects other names. */
  mayRename(uri: string): boolean {
    return this.draws(uri) && this.#withComponents([...this.#above(uri)]).some((folder) => this.#renames(folder));
  }

  #renames(folder: string): boolean {
    const { prefix = '', suffix = '' } = this.#byFolder.get(folder) ?? {};
    return prefix !== '' || suffix !== '';
  }

  /** Whether something that changes a workload may bring volumes or mounts along. */
  mayBringVolumes(resource: Resource): boolean {
    return (
      this.#changesFor(resource.document.uri)
        ?.of(resource)
        .some(({ bringsVolumes }) => bringsVolumes) === true
    );
  }

  /** What a kustomization draws in that the input does not hold. */
  missingFrom({ resources }: Kustomization): Field[] {
    return resources.flatMap(({ path, field, mayBeRemote }) =>
      mayBeRemote || this.#there.has(path) || this.#byFolder.has(path) ? [] : [field],
    );
  }

  /** Whether a kustomization draws in two files, itself or by others: it may write one namespace into their objects. */
  drawsBoth(uri: string, other: string): boolean {
    if (this.#byFolder.size === 0) return false;
    const folders = this.#above(other);
    return [...this.#above(uri)].some((folder) => folders.has(folder));
  }

  /** The kustomizations that draw in a file, and those that draw them in. */
  #above(uri: string): ReadonlySet<string> {
    const known = this.#foldersAbove.get(uri);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const addAbove = (path: string): void => {
      for (const folder of this.#drawnBy.get(path) ?? []) {
        if (found.has(folder)) continue;
        found.add(folder);
        addAbove(folder);
      }
    };
    addAbove(uri);
    this.#foldersAbove.set(uri, found);
    return found;
  }

  #withComponents(folders: readonly string[]): string[] {
    const found = new Set<string>();
    const add = (folder: string): void => {
      if (found.has(folder)) return;
      found.add(folder);
      this.#byFolder.get(folder)?.components.forEach(add);
    };
    folders.forEach(add);
    return [...found];
  }

  /** What one kustomization changes. */
  #changes(folder: string): readonly KustomizeChange[] {
    const known = this.#changesBy.get(folder);
    if (known !== undefined) return known;
    const kustomization = this.#byFolder.get(folder);
    const { patches = [], images = [], replacements = [] } = kustomization ?? {};
    const { transformers = [], podMetadata = [], generators = [] } = kustomization ?? {};
    const changes = [
      ...transformers.map(changeOfTransformer),
      ...podMetadata.flatMap(changesOfMetadata),
      ...generators.flatMap(changesOfGenerator),
      ...patches.flatMap((patch) => changesOfPatch(patch, this.#there.get(patch.path ?? ''))),
      ...images.map((image) => changeOfImage(image, this.#newImages)),
      ...replacements.flatMap((one) => changesOfReplacement(one, this.#there.get(one.path ?? ''))),
    ];
    this.#changesBy.set(folder, changes);
    return changes;
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
    const overlays = this.#drawnBy.get(folder) ?? [];
    const isPart = this.#byFolder.get(folder)?.isComponent === true && overlays.length === 0;
    const closed = !isPart && this.#complete(folder) && overlays.every((overlay) => this.#closed(overlay));
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
      kustomization.resources.every(({ path }) => this.#there.has(path) || this.#complete(path)) &&
      !this.#changes(folder).some(mayGrant);
    this.#holdsAll.set(folder, complete);
    return complete;
  }
}

const granting = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Whether a change may make a role or a binding grant something else. */
function mayGrant(change: KustomizeChange): boolean {
  return granting.some((kind) => (change.kind ?? kind) === kind && change.changes(kind, []) !== undefined);
}

/** Changes, by what they are for. */
class Changes {
  readonly #byName = new Map<string, KustomizeChange[]>();
  /** Those that may be for several objects. */
  readonly #others: KustomizeChange[] = [];

  /** @param renamed whether objects have other names, too, which begin or end with something more. */
  constructor(changes: readonly KustomizeChange[], renamed: boolean) {
    for (const change of changes) {
      const { kind, name } = change;
      const key = renamed || kind === undefined || name === undefined ? undefined : `${kind} ${name}`;
      const others = key === undefined ? this.#others : this.#byName.get(key);
      if (others !== undefined) others.push(change);
      else if (key !== undefined) this.#byName.set(key, [change]);
    }
  }

  of({ kind, name }: Pick<Resource, 'kind' | 'name'>): KustomizeChange[] {
    const own = this.#byName.get(`${kind} ${name ?? ''}`) ?? [];
    const others = this.#others.filter(
      (change) => (change.kind ?? kind) === kind && (change.name === undefined || change.name.includes(name ?? '')),
    );
    return [...own, ...others];
  }
}
