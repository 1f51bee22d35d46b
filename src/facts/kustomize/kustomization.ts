import type { SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import type { KustomizePatch } from './kustomizeChange.ts';
import { folderOf } from '../../text/folderOf.ts';

/** A file or folder that a kustomization includes (`resources`, `bases`, `components`). */
export interface IncludedResource {
  readonly path: string;
  readonly field: Field;
  /** Whether it may be a repository, too: kustomize looks for a folder of that name first. */
  readonly mayBeRemote: boolean;
}

/** A kustomization of the input. */
export interface Kustomization {
  /** Its folder, relative as all names of files; empty for the working directory. */
  readonly folder: string;
  /** What it includes: files and folders, as the input names them, and where it says so. */
  readonly resources: readonly IncludedResource[];
  /** What changes objects that others declare. */
  readonly patches: readonly KustomizePatch[];
  /** Its `images`. */
  readonly images: readonly Field[];
  /** Labels and annotations that it writes into pod templates. */
  readonly podMetadata: readonly Field[];
  readonly transformers: readonly Field[];
  /** What generates its ConfigMaps and Secrets. */
  readonly generators: readonly Field[];
  /** Its `replacements`, or the names of files with some, as the input names them. */
  readonly replacements: readonly Omit<KustomizePatch, 'target'>[];
  /** Files that it takes for changes of others, as the input names them. */
  readonly changeFiles: ReadonlySet<string>;
  /** What it writes before and after the names of objects, by which patches and bindings may call them. */
  readonly prefix: string;
  readonly suffix: string;
  /** The namespace that it writes into all objects; empty for none. */
  readonly namespace: string;
  /** The kustomizations, of those in `resources`, whose patches are for all that it includes. */
  readonly components: readonly string[];
  /** Whether it is a part of others, and nothing by itself. */
  readonly isComponent: boolean;
  /** Whether it stands for what Flux or Argo CD write into kustomizations. */
  readonly isDeployed: boolean;
  /** Whether it includes something that is no file: a URL, a chart, what a program generates. */
  readonly remote: boolean;
}

const fileName = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** @param around the absolute path of the folder that names of files are relative to; empty where that is not known. */
export function readKustomizations(documents: readonly SourceDocument[], around: readonly string[]): Kustomization[] {
  return documents
    .filter((document) => fileName.test(document.uri) && !isOfFlux(document))
    .map((document) => readKustomization(document, around));
}

/** Flux has a kind of the same name, which may stand in a file of that name. */
function isOfFlux(document: SourceDocument): boolean {
  return Field.root(document).stringAt('apiVersion')?.startsWith('kustomize.toolkit.fluxcd.io/') === true;
}

function readKustomization(document: SourceDocument, around: readonly string[]): Kustomization {
  const root = Field.root(document);
  const folder = folderOf(document.uri);
  const fileOf = (path: string): string => inFolder(folder, path, around);
  const generated = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'].some(
    (key) => root.get(key).items().length > 0,
  );
  const patches = [
    ...root
      .itemsAt('patchesStrategicMerge')
      .map((field) => ({ field, path: isInline(field) ? undefined : fileOf(field.string ?? ''), target: undefined })),
    ...['patches', 'patchesJson6902'].flatMap((key) => root.itemsAt(key).map((item) => readPatch(item, fileOf))),
  ];
  const replacements = root.itemsAt('replacements').map((field) => {
    const path = field.stringAt('path');
    return { field, path: path === undefined ? undefined : fileOf(path) };
  });
  const includedBy = (keys: readonly string[]): Kustomization['resources'] =>
    keys.flatMap((key) =>
      root
        .itemsAt(key)
        .flatMap((field) =>
          field.string === undefined || isRemote(field.string)
            ? []
            : [{ path: fileOf(field.string), field, mayBeRemote: mayBeRemote(field.string) }],
        ),
    );
  return {
    folder,
    resources: includedBy(including),
    components: includedBy(['components']).map(({ path }) => path),
    patches,
    images: root.itemsAt('images'),
    podMetadata: podMetadataOf(root),
    transformers: root.itemsAt('transformers'),
    generators: ['configMapGenerator', 'secretGenerator'].flatMap((key) => root.itemsAt(key)),
    replacements,
    changeFiles: new Set([...patches, ...replacements].flatMap(({ path }) => path ?? [])),
    prefix: root.stringAt('namePrefix') ?? '',
    suffix: root.stringAt('nameSuffix') ?? '',
    namespace: root.stringAt('namespace') ?? '',
    isComponent: root.stringAt('kind') === 'Component',
    isDeployed: false,
    remote: generated || including.some((key) => root.get(key).strings.some(isRemote)),
  };
}

export function podMetadataOf(root: Field): Field[] {
  const labels = root.itemsAt('labels').filter(reachesPods);
  return [...labels.map((item) => item.get('pairs')), root.get('commonLabels'), root.get('commonAnnotations')];
}

function reachesPods(labels: Field): boolean {
  return (
    ['includeTemplates', 'includeSelectors'].some((key) => labels.get(key).boolean === true) ||
    labels.itemsAt('fields').length > 0
  );
}

const including = ['resources', 'bases', 'components'];

/** `https://…`, `git::…`, `user@host:…`, `github.com/…`, `…?ref=…`. */
function isRemote(path: string): boolean {
  return /^[a-z][a-z\d+.-]*:(?:\/\/|:)|^[\w.-]+@[\w.-]+:|[?&]ref=|^(?:github\.com|gitlab\.com|bitbucket\.org)[/:]/i.test(
    path,
  );
}

/** `example.com/owner/repository`, or a repository and, behind `//`, a folder in it. */
function mayBeRemote(path: string): boolean {
  const [host = '', ...rest] = path.split('/');
  if (host === '' || host.startsWith('.')) return false;
  return (host.includes('.') && rest.length >= 2) || rest.slice(0, -1).includes('');
}

export function readPatch(item: Field, fileOf: (path: string) => string): KustomizePatch {
  const target = item.setAt('target');
  const patch = item.get('patch');
  if (patch.set) return { field: patch, path: undefined, target };
  const field = item.get('path');
  return { field, path: fileOf(field.string ?? ''), target };
}

/** A list of patches holds names of files, or the patches themselves. */
function isInline({ string = '' }: Field): boolean {
  return /[\n{:]/.test(string);
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

/** A path from a folder as the input names it. @param around the absolute path that such names are relative to. */
export function inFolder(folder: string, path: string, around: readonly string[]): string {
  return fromInside(joined(folder, path), around);
}

/** `../base/app.yaml` as who stands in `base` names it: `app.yaml`. */
function fromInside(path: string, around: readonly string[]): string {
  const parts = path.split('/');
  const up = parts.findIndex((part) => part !== '..');
  const inside = around.slice(around.length - up);
  const isInside = up > 0 && inside.every((name, index) => parts[up + index] === name);
  return isInside ? parts.slice(up * 2).join('/') : path;
}
