import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import { applicationSources, applicationSpecs } from './argoSources.ts';
import { pathOf } from './deployedPath.ts';
import { type Kustomization, podMetadataOf, readPatch } from './kustomization.ts';

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
  return sourcesOf(resource).flatMap((source) => deployed(source, around));
}

/** A path in a repository, and what is changed in what is there. */
interface Source {
  readonly path: Field;
  readonly changes: Field;
  /** Whether they can be told: they are a list of what a kustomization can do. */
  readonly isTold: boolean;
}

function sourcesOf(resource: Resource): Source[] {
  const spec = resource.root.get('spec');
  if (apiGroup(resource) === 'kustomize.toolkit.fluxcd.io' && resource.kind === 'Kustomization')
    return [{ path: spec.get('path'), changes: spec, isTold: true }];
  const [main, ...others] = applicationSpecs(resource);
  if (main === undefined) return [];
  return resource.kind === 'Application' ? sourcesIn(main) : sourcesOfSet(main, others, spec.get('templatePatch'));
}

/** @param spec of an Application. What has no path is a chart, or values for others. */
function sourcesIn(spec: Field): Source[] {
  return applicationSources(spec)
    .map((source) => ({ path: source.get('path'), changes: source.get('kustomize'), isTold: true }))
    .filter(({ path }) => path.set);
}

/** Templates of generators are written over that of the ApplicationSet, and its patch over both. */
function sourcesOfSet(main: Field, others: readonly Field[], patch: Field): Source[] {
  const path = main.at('source', 'path');
  const changes = main.at('source', 'kustomize');
  const written = others.flatMap((other) => {
    const own = other.get('source');
    const mixed = own.get('path').set ? { path: own.get('path'), changes } : { path, changes: own.get('kustomize') };
    return [...sourcesIn(other), ...(mixed.path.set ? [{ ...mixed, isTold: true }] : [])];
  });
  const all = [...sourcesIn(main), ...written];
  const isPatched = patch.string?.includes('kustomize') === true;
  return isPatched ? [...all, ...all.map((source) => ({ ...source, changes: patch, isTold: false }))] : all;
}

function deployed({ path: field, changes, isTold }: Source, around: readonly string[]): DeployedFolder[] {
  if (pathOf(field).length > longestPath) return [];
  const transformers = isTold ? [] : [changes];
  const kustomization: Kustomization = {
    ...writtenChanges(changes, [field, changes]),
    transformers,
    prefix: changes.stringAt('namePrefix') ?? '',
    suffix: changes.stringAt('nameSuffix') ?? '',
    namespace: changes.stringAt('targetNamespace') ?? changes.stringAt('namespace') ?? '',
  };
  const components = changes.get('components').strings;
  const { prefix, suffix, namespace } = kustomization;
  const isSame = !changesSomething(kustomization) && components.length === 0 && prefix + suffix + namespace === '';
  return isSame ? [] : [{ field, around, components, kustomization }];
}

/** What Flux or Argo CD write into a kustomization, besides names. @param places where, which name it. */
export function writtenChanges(changes: Field, places: readonly Field[]): Kustomization {
  const { uri } = changes.valueLocation;
  const starts = places.map(({ valueLocation: { range } }) => range.start);
  // No folder's name: two may stand on one line.
  const folder = [uri, ...starts.flatMap(({ line, character }) => [line, character])].join(':');
  const inline = changes.itemsAt('patchesStrategicMerge');
  const listed = ['patches', 'patchesJson6902'].flatMap((key) => changes.itemsAt(key));
  return {
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
    prefix: '',
    suffix: '',
    namespace: '',
    isComponent: false,
    isDeployed: true,
    remote: false,
  };
}

/** Whether it writes something into objects, besides names. */
export function changesSomething({ patches, images, transformers, podMetadata }: Kustomization): boolean {
  return patches.length + images.length + transformers.length > 0 || podMetadata.some(({ set }) => set);
}
