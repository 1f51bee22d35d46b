import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../resource.ts';
import { DeployedPaths, pathOf } from './deployedPath.ts';
import { type DrawnIn, type Kustomization, inFolder, podMetadataOf, readPatch } from './kustomization.ts';

/** A folder that Flux or Argo CD deploys, and what they change in what is there, as a kustomization above it would. */
export interface DeployedFolder {
  /** Where that is written: a path from the root of a repository, which nobody names. */
  readonly field: Field;
  /** The absolute path of the folder that names of files are relative to; empty where that is not known. */
  readonly around: readonly string[];
  /** What it takes in, from the folder that is deployed. */
  readonly components: readonly string[];
  readonly kustomization: Kustomization;
}

/** No path of Linux is longer (PATH_MAX). */
const longestPath = 4096;

/** What an object of Flux or Argo CD deploys, where that changes something. */
export function deployedFolders(resource: Resource, around: readonly string[]): DeployedFolder[] {
  const { kind, root } = resource;
  const group = apiGroup(resource);
  if (group === 'kustomize.toolkit.fluxcd.io' && kind === 'Kustomization') {
    const spec = root.get('spec');
    return deployed(spec.get('path'), spec, spec.stringAt('targetNamespace'), around);
  }
  if (group !== 'argoproj.io' || (kind !== 'Application' && kind !== 'ApplicationSet')) return [];
  const spec = kind === 'Application' ? root.get('spec') : root.at('spec', 'template', 'spec');
  return [spec.get('source'), ...spec.itemsAt('sources')].flatMap((source) => {
    const changes = source.get('kustomize');
    // One without a path is a chart, or values for others.
    if (!source.get('path').set) return [];
    return deployed(source.get('path'), changes, changes.stringAt('namespace'), around);
  });
}

function deployed(
  field: Field,
  changes: Field,
  namespace: string | undefined,
  around: readonly string[],
): DeployedFolder[] {
  if (pathOf(field).length > longestPath) return [];
  const { uri, range } = field.valueLocation;
  // No folder's name: two may stand on one line.
  const folder = `${uri}:${String(range.start.line)}:${String(range.start.character)}`;
  const inline = changes.itemsAt('patchesStrategicMerge');
  const listed = ['patches', 'patchesJson6902'].flatMap((key) => changes.itemsAt(key));
  const kustomization: Kustomization = {
    folder,
    resources: [],
    components: [],
    patches: [
      ...inline.map((patch) => ({ field: patch, path: undefined, target: undefined })),
      // Files of theirs lie in what is deployed; where that is, is not known yet: none of the input is meant.
      ...listed.map((item) => readPatch(item, (file) => `${folder}/${file}`)),
    ],
    images: changes.itemsAt('images'),
    podMetadata: podMetadataOf(changes),
    transformers: [],
    generators: [],
    replacements: [],
    changeFiles: new Set(),
    prefix: changes.stringAt('namePrefix') ?? '',
    suffix: changes.stringAt('nameSuffix') ?? '',
    namespace: namespace ?? '',
    isComponent: false,
    remote: false,
  };
  const components = changes.get('components').strings;
  const changing = [
    inline,
    listed,
    kustomization.images,
    components,
    kustomization.podMetadata.filter(({ set }) => set),
  ];
  const { prefix, suffix } = kustomization;
  const isSame = changing.every((list) => list.length === 0) && prefix + suffix + kustomization.namespace === '';
  return isSame ? [] : [{ field, around, components, kustomization }];
}

/** What Flux and Argo CD make of folders of the input, as kustomizations that draw these in. */
export function deployedKustomizations(
  folders: readonly DeployedFolder[],
  kustomizations: readonly Kustomization[],
  files: readonly { readonly uri: string }[],
): Kustomization[] {
  const [first] = folders;
  if (first === undefined) return [];
  const kustomized = new Set(kustomizations.map(({ folder }) => folder));
  const paths = new DeployedPaths(kustomized, files, first.around);
  return folders.flatMap(({ field, around, components, kustomization }) => {
    const found = paths.foldersOf(field);
    const drawn = (names: readonly string[]): DrawnIn[] => names.map((path) => ({ path, field, mayBeRemote: false }));
    const takenIn = found.flatMap((folder) => components.map((component) => inFolder(folder, component, around)));
    const held = new Set(found.flatMap((folder) => paths.heldIn(folder)));
    return {
      ...kustomization,
      resources: drawn([...held, ...takenIn]),
      components: takenIn,
      // Beside files that nobody lists, there may be others.
      remote: !found.every((folder) => kustomized.has(folder)),
    };
  });
}
