import { concat } from '../../lists/concat.ts';
import { groupBy } from '../../lists/groupBy.ts';
import type { DeployedFolder } from './deployedFolder.ts';
import { DeployedPaths } from './deployedPath.ts';
import { type IncludedResource, type Kustomization, inFolder } from './kustomization.ts';

/** An object of Flux or Argo CD, and the folders that it may mean. */
interface Placed {
  readonly deployed: DeployedFolder;
  readonly found: readonly string[];
}

/**
 * How much is included beside one folder for each object. Objects that each mean hundreds of folders, and call what is
 * there by other names each, would take for ever: of those that are left, only that they may change anything is told.
 */
const mostIncluded = 20_000;

/** What Flux and Argo CD make of folders of the input, as kustomizations that include these. */
export function deployedKustomizations(
  folders: readonly DeployedFolder[],
  kustomizations: readonly Kustomization[],
  files: readonly { readonly uri: string }[],
): Kustomization[] {
  const [first] = folders;
  if (first === undefined) return [];
  const paths = new DeployedPaths(new Set(kustomizations.map(({ folder }) => folder)), files, first.around);
  const placed = folders.map((deployed) => ({ deployed, found: paths.foldersOf(deployed.field) }));
  const made: Kustomization[] = [];
  const beyond = new Set<string>();
  let left = mostIncluded + folders.length;
  for (const same of groupBy(placed, whatIsSame).values()) {
    const found = same[0]?.found ?? [];
    left -= found.reduce((count, folder) => count + paths.heldIn(folder).length, 0);
    if (left < 0) for (const folder of found) beyond.add(folder);
    else
      made.push(
        ...including(
          same.map(({ deployed }) => deployed),
          found,
          paths,
        ),
      );
  }
  return beyond.size === 0 ? made : [...made, ...including([thatMayDoAnything(first)], [...beyond], paths)];
}

/** Those of which all is the same but their patches, images and labels. */
function whatIsSame({ deployed: { components, kustomization }, found }: Placed): string {
  const { prefix, suffix, namespace } = kustomization;
  return JSON.stringify([prefix, suffix, namespace, components, found]);
}

function thatMayDoAnything({ field, around, kustomization }: DeployedFolder): DeployedFolder {
  const unnamed = { prefix: '', suffix: '', namespace: '' };
  const folder = `${kustomization.folder}:any`;
  return {
    field,
    around,
    components: [],
    kustomization: { ...kustomization, ...unnamed, folder, transformers: [field] },
  };
}

/** What objects that are the same make of the folders that they mean. */
function including(
  [first, ...others]: readonly DeployedFolder[],
  found: readonly string[],
  paths: DeployedPaths,
): Kustomization[] {
  if (first === undefined) return [];
  const { field, around, components, kustomization } = first;
  const all = [first, ...others].map((one) => one.kustomization);
  const included = (names: Iterable<string>): IncludedResource[] =>
    Array.from(names, (path) => ({ path, field, mayBeRemote: false }));
  const takenIn = found.flatMap((folder) => components.map((component) => inFolder(folder, component, around)));
  const held = new Set(concat(found, (folder) => paths.heldIn(folder)));
  return [
    {
      ...kustomization,
      patches: concat(all, ({ patches }) => patches),
      images: concat(all, ({ images }) => images),
      podMetadata: concat(all, ({ podMetadata }) => podMetadata),
      transformers: concat(all, ({ transformers }) => transformers),
      resources: included([...held, ...takenIn]),
      components: takenIn,
      // Beside files that nobody lists, there may be others.
      remote: !found.every((folder) => paths.isKustomized(folder)),
    },
  ];
}
