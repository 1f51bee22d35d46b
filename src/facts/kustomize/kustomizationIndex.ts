import type { Location, SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { BuiltNames } from './builtNames.ts';
import { Changes } from './changes.ts';
import { DrawnFiles } from './drawnFiles.ts';
import type { Kustomization } from './kustomization.ts';
import {
  type KustomizeChange,
  type OpaqueObject,
  changeOfImage,
  changeOfTransformer,
  changesOfGenerator,
  changesOfMetadata,
  changesOfPatch,
  changesOfReplacement,
  newImages,
  opaqueObject,
} from './kustomizeChange.ts';
import type { ObjectReference } from '../pods/objectReferences.ts';
import type { Changed, PatchedContainer } from './patchedFields.ts';
import type { Resource } from '../objects/resource.ts';

/** Tells of each file what the kustomizations of the input make of it. */
export class KustomizationIndex {
  readonly names: BuiltNames;
  readonly #drawn: DrawnFiles;
  readonly #changesBy = new Map<string, readonly KustomizeChange[]>();
  /** By the folders of the kustomizations that make them. */
  readonly #changesOf = new Map<string, Changes>();
  /** What any kustomization calls images, by what they are called before. */
  readonly #newImages: ReadonlyMap<string, readonly string[]>;
  #opaque: ReadonlyMap<string, readonly Made[]> | undefined;
  readonly #holdsAll = new Map<string, boolean>();
  readonly #isClosed = new Map<string, boolean>();
  #mayChangeBindings: boolean | undefined;

  /** @param files all of the input. */
  constructor(
    kustomizations: readonly Kustomization[],
    files: readonly { readonly uri: string; readonly documents: readonly SourceDocument[] }[],
  ) {
    this.#drawn = new DrawnFiles(kustomizations, files);
    this.names = new BuiltNames(kustomizations, this.#drawn);
    this.#newImages = newImages(kustomizations.flatMap(({ images }) => images));
  }

  /** Whether a kustomization draws a file in: it may write namespaces, names and more into its objects. */
  draws(uri: string): boolean {
    return this.#drawn.drawing(uri) !== undefined;
  }

  /** Whether a kustomization lies beside a file or in a folder above. */
  isNear(uri: string): boolean {
    return this.#drawn.isNear(uri);
  }

  /** The kustomizations that draw a file in, themselves or by others. */
  buildsOf(uri: string): ReadonlySet<string> {
    return this.#drawn.above(uri);
  }

  /** Whether a kustomization draws in two files, itself or by others: it may write one namespace into their objects. */
  drawsBoth(uri: string, other: string): boolean {
    const folders = this.#drawn.above(other);
    return folders.size > 0 && [...this.#drawn.above(uri)].some((folder) => folders.has(folder));
  }

  /** What a kustomization draws in, and the files of its patches, that the input does not hold. */
  missingFrom({ resources, patches }: Kustomization): Field[] {
    const isThere = (path: string): boolean =>
      this.#drawn.documentsOf(path) !== undefined || this.#drawn.in(path) !== undefined;
    return [
      ...resources.filter(({ path, mayBeRemote }) => !mayBeRemote && !isThere(path)),
      // Others are not read, whether they are there or not.
      ...patches.filter(({ path = '' }) => /\.(?:ya?ml|json)$/.test(path) && !isThere(path)),
    ].map(({ field }) => field);
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

  /** What kustomizations change of what decides about tokens, in an object that is no workload. */
  changesTo(resource: Resource): KustomizeChange[] {
    const changes = this.#changesFor(resource.document.uri)?.of(resource) ?? [];
    return changes.filter((change) => change.changes(resource.kind, []) !== undefined);
  }

  /** Whether any kustomization changes roles or bindings. */
  get mayChangeBindings(): boolean {
    return (this.#mayChangeBindings ??= this.#drawn.folders.some((folder) => this.#changes(folder).some(mayGrant)));
  }

  /** What a workload reads that a kustomization of the same build makes of files, by the names that it reads. */
  opaqueOf({ document }: Resource, read: () => readonly ObjectReference[]): readonly OpaqueObject[] {
    const builds = this.#drawn.above(document.uri);
    if (builds.size === 0) return noObjects;
    const made = (this.#opaque ??= groupBy(this.#made(), ({ object: { kind, name } }) => `${kind} ${name}`));
    if (made.size === 0) return noObjects;
    const isBuiltBeside = ({ folder }: Made): boolean =>
      builds.has(folder) || [...this.#drawn.above(folder)].some((above) => builds.has(above));
    return read().flatMap(({ kind, name }) =>
      [name, ...this.names.before(name)]
        .flatMap((one) => made.get(`${kind} ${one}`) ?? [])
        .filter(isBuiltBeside)
        .map(({ object }) => ({ ...object, name })),
    );
  }

  #made(): Made[] {
    return this.#drawn.folders.flatMap((folder) =>
      (this.#drawn.in(folder)?.generators ?? []).flatMap(opaqueObject).map((object) => ({ folder, object })),
    );
  }

  /** Whether something that changes a workload may bring volumes or mounts along. */
  mayBringVolumes(resource: Resource): boolean {
    const changes = this.#changesFor(resource.document.uri)?.of(resource) ?? [];
    return changes.some(({ bringsVolumes }) => bringsVolumes);
  }

  /** The folder of a kustomization that draws a file in, where the input holds all that is deployed with it. */
  closedAround(uri: string): string | undefined {
    return this.#drawn.drawing(uri)?.find((folder) => this.#closed(folder));
  }

  /** What the kustomizations change that draw a file in; `undefined` where none does. */
  #changesFor(uri: string): Changes | undefined {
    const above = this.#drawn.above(uri);
    if (above.size === 0) return undefined;
    const key = [...above].join('\n');
    const known = this.#changesOf.get(key);
    if (known !== undefined) return known;
    const all = this.#drawn.withComponents(above);
    const changes = new Changes(
      all.flatMap((folder) => this.#changes(folder)),
      this.names.isAnyRenaming(all),
    );
    this.#changesOf.set(key, changes);
    return changes;
  }

  /** What one kustomization changes. */
  #changes(folder: string): readonly KustomizeChange[] {
    const known = this.#changesBy.get(folder);
    if (known !== undefined) return known;
    const kustomization = this.#drawn.in(folder);
    const { patches = [], images = [], replacements = [] } = kustomization ?? {};
    const { transformers = [], podMetadata = [], generators = [] } = kustomization ?? {};
    const changes = [
      ...transformers.map(changeOfTransformer),
      ...podMetadata.flatMap(changesOfMetadata),
      ...generators.flatMap(changesOfGenerator),
      ...patches.flatMap((patch) => changesOfPatch(patch, this.#drawn.documentsOf(patch.path ?? ''))),
      ...images.map((image) => changeOfImage(image, this.#newImages)),
      ...replacements.flatMap((one) => changesOfReplacement(one, this.#drawn.documentsOf(one.path ?? ''))),
    ];
    this.#changesBy.set(folder, changes);
    return changes;
  }

  /** Whether a kustomization, and each that draws it in, finds everything in the input. */
  #closed(folder: string, depth = 0): boolean {
    if (depth > deepest) return false;
    const known = this.#isClosed.get(folder);
    if (known !== undefined) return known;
    this.#isClosed.set(folder, true);
    const overlays = this.#drawn.drawing(folder) ?? [];
    const isPart = this.#drawn.in(folder)?.isComponent === true && overlays.length === 0;
    const closed = !isPart && this.#complete(folder) && overlays.every((overlay) => this.#closed(overlay, depth + 1));
    this.#isClosed.set(folder, closed);
    return closed;
  }

  #complete(folder: string, depth = 0): boolean {
    if (depth > deepest) return false;
    const known = this.#holdsAll.get(folder);
    if (known !== undefined) return known;
    const kustomization = this.#drawn.in(folder);
    // One that draws itself in is refused by kustomize.
    this.#holdsAll.set(folder, true);
    const complete =
      kustomization?.remote === false &&
      kustomization.resources.every(
        ({ path }) => this.#drawn.documentsOf(path) !== undefined || this.#complete(path, depth + 1),
      ) &&
      !this.#changes(folder).some(mayGrant);
    this.#holdsAll.set(folder, complete);
    return complete;
  }
}

const noObjects: readonly OpaqueObject[] = [];

/** An object, and the folder of the kustomization that makes it. */
interface Made {
  readonly folder: string;
  readonly object: OpaqueObject;
}

/** Nobody draws in one through more others. */
const deepest = 500;

const granting = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Whether a change may make a role or a binding grant something else. */
function mayGrant(change: KustomizeChange): boolean {
  return granting.some((kind) => (change.kind ?? kind) === kind && change.changes(kind, []) !== undefined);
}
