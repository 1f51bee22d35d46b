import type { Location, SourceDocument } from '../documents/document.ts';
import { embeddedDocuments } from '../documents/embedded.ts';
import { Field } from '../documents/field.ts';
import { parseImage } from './image.ts';
import { podSpecOf } from './podTemplate.ts';
import type { Resource } from './resource.ts';

/** A patch as a kustomization lists it. */
export interface KustomizePatch {
  /** Where it stands, or the name of its file does. */
  readonly field: Field;
  /** Its file, as the input names it; `undefined` where the patch itself stands there. */
  readonly path: string | undefined;
  /** What it is for, where that is written beside it; a part that is not written fits any. */
  readonly target: { readonly kind: string | undefined; readonly name: string | undefined } | undefined;
}

/** What a patch's container is compared with. */
export interface PatchedContainer {
  readonly name: string | null;
  readonly image: string | undefined;
}

/**
 * Where a patch changes what decides a pod's tokens and their use: account, automount, or what containers run.
 * @param documents of the patch's file.
 */
export function changedBy(
  { field, path, target }: KustomizePatch,
  documents: readonly SourceDocument[],
  resource: Pick<Resource, 'kind' | 'name'>,
  containers: readonly PatchedContainer[],
): Location | undefined {
  const { kind, name } = resource;
  if (target !== undefined && !(fits(target.kind, kind) && fits(target.name, name))) return undefined;
  const roots = path === undefined ? writtenIn(field) : documents.map((document) => Field.root(document));
  const changed = roots.some(
    (root) => (target !== undefined || isFor(root, resource)) && changes(root, kind, containers),
  );
  return changed ? field.valueLocation : undefined;
}

/** Patches that stand in a kustomization, which are asked for by each workload that it draws in. */
const written = new WeakMap<Field, readonly Field[]>();

function writtenIn(field: Field): readonly Field[] {
  const known = written.get(field) ?? embeddedDocuments(field);
  written.set(field, known);
  return known;
}

/** Whether a patch names an object itself. */
function isFor(root: Field, { kind, name }: Pick<Resource, 'kind' | 'name'>): boolean {
  return root.stringAt('kind') === kind && root.get('metadata').stringAt('name') === name;
}

/** kustomize takes both for regular expressions, of which any may fit. */
function fits(wanted: string | undefined, name: string | null): boolean {
  return wanted === undefined || wanted === name || /[^\w.-]/.test(wanted);
}

function changes(root: Field, kind: string, containers: readonly PatchedContainer[]): boolean {
  if (root.node?.kind === 'sequence') return root.items().some(isTellingOperation);
  const spec = podSpecOf(root, kind);
  if (spec?.written !== true) return false;
  if (spec.get('$patch').written || decidingFields.some((name) => spec.get(name).written)) return true;
  return ['initContainers', 'containers'].some((list) =>
    spec.itemsAt(list).some((container) => changesProgram(container, containers)),
  );
}

const decidingFields = ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'];

function changesProgram(container: Field, containers: readonly PatchedContainer[]): boolean {
  const patched = containers.find(({ name }) => name === container.stringAt('name'));
  const image = container.stringAt('image');
  const isOther = image !== undefined && programOf(image) !== programOf(patched?.image ?? '');
  const isAnother = ['$patch', 'command'].some((name) => container.get(name).written);
  return patched === undefined || isOther || isAnother || mayConcernCluster(container.get('args'));
}

/** Most arguments that a patch adds are of another level of logs, or another address. */
function mayConcernCluster({ source }: Field): boolean {
  return /kube|cluster|leader|service-?account/i.test(source);
}

function programOf(image: string): string {
  return parseImage(image).repository;
}

/** Of a JSON patch: `/spec/template/spec/serviceAccountName`, `…/containers/-`, `…/containers/0/command`, and what holds them. */
function isTellingOperation(operation: Field): boolean {
  const path = operation.stringAt('path') ?? '';
  if (/\/args(?:\/[^/]+)?$/.test(path)) return mayConcernCluster(operation.get('value'));
  return /\/(?:spec|template|serviceAccount(?:Name)?|automountServiceAccountToken|(?:init)?containers(?:\/[^/]+(?:\/(?:image|command)(?:\/.*)?)?)?)$/i.test(
    path,
  );
}
