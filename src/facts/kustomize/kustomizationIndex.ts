import type { Location, SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { BuiltNames } from './builtNames.ts';
import { Changes } from './changes.ts';
import { ImageNames } from './imageNames.ts';
import { IncludedFiles } from './includedFiles.ts';
import type { Kustomization } from './kustomization.ts';
import {
  type KustomizeChange,
  type GeneratedObject,
  changeOfImage,
  changeOfTransformer,
  changesOfGenerator,
  changesOfMetadata,
  changesOfPatch,
  changesOfReplacement,
  generatedObjects,
} from './kustomizeChange.ts';
import type { ObjectReference } from '../pods/objectReferences.ts';
import type { Changed, PatchedContainer } from './patchedFields.ts';
import type { Resource } from '../objects/resource.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** Tells of each file what the kustomizations of the input make of it. */
export class KustomizationIndex {
  readonly names: BuiltNames;
  readonly #included: IncludedFiles;
  readonly #changesBy = new Map<Kustomization, readonly KustomizeChange[]>();
  /** By the folders of the kustomizations that make them. */
  readonly #changesOf = new Map<string, Changes>();
  readonly #imageNames: ImageNames;
  #generated: ReadonlyMap<string, readonly Generated[]> | undefined;
  readonly #holdsAll = new Map<string, boolean>();
  readonly #isClosed = new Map<string, boolean>();
  #mayChangeBindings: boolean | undefined;

  /** @param files all of the input. */
  constructor(
    kustomizations: readonly Kustomization[],
    files: readonly { readonly uri: string; readonly documents: readonly SourceDocument[] }[],
  ) {
    this.#included = new IncludedFiles(kustomizations, files);
    this.names = new BuiltNames(kustomizations, this.#included);
    this.#imageNames = new ImageNames(kustomizations.flatMap(({ images }) => images));
  }

  /** Whether a kustomization includes a file: it may write namespaces, names and more into its objects. */
  includes(uri: string): boolean {
    return this.#included.including(uri) !== undefined;
  }

  /** Whether a kustomization lies beside a file or in a folder above. */
  isNear(uri: string): boolean {
    return this.#included.isNear(uri);
  }

  /** The kustomizations that include a file, themselves or through others. */
  buildsOf(uri: string): ReadonlySet<string> {
    return this.#included.above(uri);
  }

  /** Whether a kustomization includes two files, itself or through others: it may write one namespace into their objects. */
  includesBoth(uri: string, other: string): boolean {
    const folders = this.#included.above(other);
    return folders.size > 0 && [...this.#included.above(uri)].some((folder) => folders.has(folder));
  }

  /** What a kustomization includes, and the files of its patches, that the input does not hold. */
  missingFrom({ resources, patches }: Kustomization): Field[] {
    const isThere = (path: string): boolean =>
      this.#included.documentsOf(path) !== undefined || this.#included.in(path) !== undefined;
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
    const own = found.find(({ changed }) => changed === 'access') ?? found[0];
    if (own !== undefined) return own;
    const ofRead = read().flatMap((reference) =>
      changes.of(reference).filter((change) => change.changes(reference.kind, []) !== undefined),
    )[0];
    return ofRead && { location: ofRead.location, changed: 'program' };
  }

  /** What kustomizations change of what decides about tokens, in an object that is no workload. */
  changesTo(resource: Resource): KustomizeChange[] {
    const changes = this.#changesFor(resource.document.uri)?.of(resource) ?? [];
    return changes.filter((change) => change.changes(resource.kind, []) !== undefined);
  }

  /** Whether any kustomization changes roles or bindings. */
  get mayChangeBindings(): boolean {
    return (this.#mayChangeBindings ??= this.#included.folders.some((folder) => this.#changes(folder).some(mayGrant)));
  }

  /** What a workload reads that a kustomization of the same build makes of files, by the names that it reads. */
  generatedFor({ document }: Resource, read: () => readonly ObjectReference[]): readonly GeneratedObject[] {
    const builds = this.#included.above(document.uri);
    if (builds.size === 0) return noObjects;
    const made = (this.#generated ??= groupBy(this.#allGenerated(), ({ object: { kind, name } }) => `${kind} ${name}`));
    if (made.size === 0) return noObjects;
    const isBuiltBeside = ({ folder }: Generated): boolean =>
      builds.has(folder) || [...this.#included.above(folder)].some((above) => builds.has(above));
    return read().flatMap(({ kind, name }) =>
      [name, ...this.names.before(name)]
        .flatMap((one) => made.get(`${kind} ${one}`) ?? [])
        .filter(isBuiltBeside)
        .map(({ object }) => ({ ...object, name })),
    );
  }

  #allGenerated(): Generated[] {
    return this.#included.folders.flatMap((folder) =>
      (this.#included.in(folder)?.generators ?? []).flatMap(generatedObjects).map((object) => ({ folder, object })),
    );
  }

  /** Whether something that changes a workload may bring volumes or mounts along. */
  mayBringVolumes(resource: Resource): boolean {
    const changes = this.#changesFor(resource.document.uri)?.of(resource) ?? [];
    return changes.some(({ bringsVolumes }) => bringsVolumes);
  }

  /** The folder of a kustomization that includes a file, where the input holds all that is deployed with it. */
  closedAround(uri: string): string | undefined {
    return this.#included.including(uri)?.find((folder) => this.#closed(folder));
  }

  /** What the kustomizations change that include a file; `undefined` where none does. */
  #changesFor(uri: string): Changes | undefined {
    const above = this.#included.above(uri);
    if (above.size === 0) return undefined;
    return getOrMake(this.#changesOf, [...above].join('\n'), () => {
      const all = this.#included.withComponents(above);
      return new Changes(
        all.flatMap((folder) => this.#changes(folder)),
        this.names.isAnyRenaming(all),
      );
    });
  }

  /** What one kustomization changes. */
  #changes(folder: string): readonly KustomizeChange[] {
    const kustomization = this.#included.in(folder);
    return kustomization === undefined
      ? []
      : getOrMake(this.#changesBy, kustomization, (one) => this.#changesMadeBy(one));
  }

  #changesMadeBy(kustomization: Kustomization): KustomizeChange[] {
    const { transformers, podMetadata, generators, patches, images, replacements } = kustomization;
    return [
      ...transformers.map(changeOfTransformer),
      ...podMetadata.flatMap(changesOfMetadata),
      ...generators.flatMap(changesOfGenerator),
      ...patches.flatMap((patch) => changesOfPatch(patch, this.#included.documentsOf(patch.path ?? ''))),
      ...images.map((image) => changeOfImage(image, this.#imageNames)),
      ...replacements.flatMap((one) => changesOfReplacement(one, this.#included.documentsOf(one.path ?? ''))),
    ];
  }

  /** Whether a kustomization, and each that includes it, finds everything in the input. */
  #closed(folder: string, depth = 0): boolean {
    if (depth > deepest) return false;
    const known = this.#isClosed.get(folder);
    if (known !== undefined) return known;
    this.#isClosed.set(folder, true);
    const overlays = this.#included.including(folder) ?? [];
    const isPart = this.#included.in(folder)?.isComponent === true && overlays.length === 0;
    const closed = !isPart && this.#complete(folder) && overlays.every((overlay) => this.#closed(overlay, depth + 1));
    this.#isClosed.set(folder, closed);
    return closed;
  }

  #complete(folder: string, depth = 0): boolean {
    if (depth > deepest) return false;
    const known = this.#holdsAll.get(folder);
    if (known !== undefined) return known;
    const kustomization = this.#included.in(folder);
    // One that includes itself is refused by kustomize.
    this.#holdsAll.set(folder, true);
    const complete =
      kustomization?.remote === false &&
      kustomization.resources.every(
        ({ path }) => this.#included.documentsOf(path) !== undefined || this.#complete(path, depth + 1),
      ) &&
      !this.#changes(folder).some(mayGrant);
    this.#holdsAll.set(folder, complete);
    return complete;
  }
}

const noObjects: readonly GeneratedObject[] = [];

/** An object, and the folder of the kustomization that makes it. */
interface Generated {
  readonly folder: string;
  readonly object: GeneratedObject;
}

/** Nobody includes one through more others. */
const deepest = 500;

const granting = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Whether a change may make a role or a binding grant something else. */
function mayGrant(change: KustomizeChange): boolean {
  return granting.some((kind) => (change.kind ?? kind) === kind && change.changes(kind, []) !== undefined);
}
