import type { SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { concat } from '../../lists/concat.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { getOrMake } from '../../memo/getOrMake.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import { isFilledIn } from '../objects/substitution.ts';
import { changesSomething, writtenChanges } from './deployedFolder.ts';
import type { Kustomization } from './kustomization.ts';

/** What a HelmRelease of Flux has changed in what its chart renders to. */
export interface PostRenderer {
  readonly field: Field;
  /** The name of the chart, or of its folder; `undefined` where another object or somebody else says it. */
  readonly chart: string | undefined;
  /** Whether it is a folder's, in which a chart of another name may lie. */
  readonly isFolder: boolean;
  readonly kustomization: Kustomization;
}

/** The postRenderers of an object that change something. */
export function postRenderersOf(resource: Resource): PostRenderer[] {
  if (resource.kind !== 'HelmRelease' || apiGroup(resource) !== 'helm.toolkit.fluxcd.io') return [];
  const spec = resource.root.get('spec');
  const named = spec.at('chart', 'spec');
  const path = named.stringAt('chart') ?? '';
  const chart = chartNamed(path);
  const isFolder =
    path.includes('/') || ['GitRepository', 'Bucket'].includes(named.get('sourceRef').stringAt('kind') ?? '');
  return spec.itemsAt('postRenderers').flatMap((field) => {
    const kustomization = { ...writtenChanges(field.get('kustomize'), [field]), isComponent: true };
    return changesSomething(kustomization) ? [{ field, chart, isFolder, kustomization }] : [];
  });
}

/** `./charts/web/` is a folder that most likely holds the chart `web`. */
function chartNamed(path: string): string | undefined {
  const name = path
    .split('/')
    .filter((part) => !/^\.{0,2}$/.test(part))
    .at(-1);
  return name === undefined || isFilledIn(name) ? undefined : name;
}

/** Of more that may be for one chart, only that they may change anything is told. */
const mostForOne = 100;

type Files = readonly { readonly uri: string; readonly documents: readonly SourceDocument[] }[];

/** What postRenderers make of the renderings of the input, as kustomizations that include these. */
export function postRenderings(renderers: readonly PostRenderer[], files: Files): Kustomization[] {
  if (renderers.length === 0) return [];
  const renderings = renderingsByChart(files);
  const mayBeAny = ({ chart, isFolder }: PostRenderer): boolean => isFolder && !renderings.has(chart ?? '');
  const byChart = groupBy(renderers, (one) => (mayBeAny(one) ? undefined : one.chart));
  const made = concat([...renderings], ([chart, found]) =>
    including(
      chart,
      found,
      [chart, undefined].flatMap((name) => byChart.get(name)?.slice(0, mostForOne + 1) ?? []),
    ),
  );
  return [...renderers.map(({ kustomization }) => kustomization), ...made];
}

/** The files with something that was rendered of a chart, or of a chart within. */
function renderingsByChart(files: Files): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { uri, documents } of files) {
    for (const { template } of documents) {
      const [chart] = template?.split('/', 1) ?? [];
      if (chart !== undefined) getOrMake(found, chart, () => new Set<string>()).add(uri);
    }
  }
  return found;
}

function including(chart: string, files: Iterable<string>, renderers: readonly PostRenderer[]): Kustomization[] {
  const [first] = renderers;
  if (first === undefined) return [];
  const { field, kustomization } = first;
  const isMany = renderers.length > mostForOne;
  return [
    {
      ...kustomization,
      folder: `${kustomization.folder}:${chart}`,
      resources: Array.from(files, (path) => ({ path, field, mayBeRemote: false })),
      components: isMany ? [] : renderers.map((one) => one.kustomization.folder),
      patches: [],
      images: [],
      transformers: isMany ? [field] : [],
      isComponent: false,
    },
  ];
}
