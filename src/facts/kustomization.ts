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
  const folder = document.uri.split('/').slice(0, -1).join('/');
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
        .flatMap((patch) => patch.get('path').string ?? []),
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
