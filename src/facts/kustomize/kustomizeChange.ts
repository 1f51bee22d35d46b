import { type Location, type SourceDocument, SourceFile } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import { readDocuments } from '../../documents/read.ts';
import { parseImage } from '../image.ts';
import { podSpecOf } from '../podTemplate.ts';

/** What a kustomization changes in objects that others declare, as far as it may decide about tokens. */
export interface KustomizeChange {
  /** What it is for; a part that is not known may be any. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** Where the kustomization says so. */
  readonly location: Location;
  /** What it may change of such an object. @param containers of a workload. */
  changes(kind: string, containers: readonly PatchedContainer[]): Changed | undefined;
}

/**
 * What decides about tokens: `who` has one, a workload's account and automount, an account's automount, what a role or a
 * binding grants; or `what` a workload's containers run.
 */
export type Changed = 'who' | 'what';

/** What a workload's container is before a change. */
export interface PatchedContainer {
  readonly image: string | undefined;
  readonly name: string | null;
}

/** A patch as a kustomization lists it. */
export interface KustomizePatch {
  /** Where it stands, or the name of its file does. */
  readonly field: Field;
  /** Its file, as the input names it; `undefined` where the patch itself stands there. */
  readonly path: string | undefined;
  /** What it is for, where that is written beside it. */
  readonly target: Field | undefined;
}

/** @param documents of its file; `undefined` where the input does not hold that. */
export function changesOfPatch(
  { field, path, target }: KustomizePatch,
  documents: readonly SourceDocument[] | undefined,
): KustomizeChange[] {
  const location = field.valueLocation;
  const aim = target && aimOf(target);
  const read = path === undefined ? documentsIn(field) : documents;
  // Of what could not be read, nobody knows what it changes.
  if (read === undefined || read.length === 0 || read.some(({ isUnread }) => isUnread))
    return [{ ...(aim ?? any), location, changes: () => 'who' }];
  return read
    .flatMap((document) => objectsIn(Field.root(document)))
    .map((root) => ({
      ...(aim ?? { kind: root.stringAt('kind'), name: root.get('metadata').stringAt('name') }),
      location,
      changes: (kind, containers) =>
        root.node?.kind === 'sequence'
          ? most(root.items().map((operation) => changedByOperation(operation, kind, containers)))
          : changedByMerge(root, kind, containers),
    }));
}

/** An entry of a kustomization's `replacements`: one with its targets, or a file with several. */
export function changesOfReplacement(
  { field, path }: Omit<KustomizePatch, 'target'>,
  documents: readonly SourceDocument[] | undefined,
): KustomizeChange[] {
  const location = field.keyLocation;
  if (path === undefined) return replaced(field, location);
  if (documents === undefined) return [{ ...any, location, changes: () => 'who' }];
  const roots = documents.map((document) => Field.root(document));
  const all = roots.flatMap((root) => (root.node?.kind === 'sequence' ? root.items() : [root]));
  return all.flatMap((replacement) => replaced(replacement, location));
}

function replaced(replacement: Field, location: Location): KustomizeChange[] {
  return replacement.itemsAt('targets').map((target) => {
    const pointers = target.get('fieldPaths').strings.map((path) => `/${path.replaceAll('.', '/')}`);
    return {
      ...aimOf(target.get('select')),
      location,
      changes: (kind, containers) => most(pointers.map((pointer) => changedAt(pointer, undefined, kind, containers))),
    };
  });
}

/** @param image an entry of a kustomization's `images`. */
export function changeOfImage(image: Field): KustomizeChange {
  const [name, newName] = [image.stringAt('name') ?? '', image.stringAt('newName')];
  const isNamed = (reference: string): boolean =>
    reference.startsWith(name) && /^(?:$|[:@])/.test(reference.slice(name.length));
  return {
    ...any,
    location: image.get('newName').valueLocation,
    changes: (_kind, containers) =>
      newName !== undefined &&
      containers.some(({ image: before = '' }) => isNamed(before) && programOf(newName) !== programOf(before))
        ? 'what'
        : undefined,
  };
}

const any = { kind: undefined, name: undefined };

function aimOf(target: Field): Pick<KustomizeChange, 'kind' | 'name'> {
  return { kind: plain(target.stringAt('kind')), name: plain(target.stringAt('name')) };
}

/** kustomize takes both for regular expressions, of which any may fit; an empty one is none. */
function plain(wanted: string | undefined): string | undefined {
  return wanted !== undefined && /^[\w-]+$/.test(wanted) ? wanted : undefined;
}

/** A patch that stands in a kustomization, in whatever style it is written. */
function documentsIn({ string = '' }: Field): readonly SourceDocument[] {
  return readDocuments(new SourceFile('', string)).documents;
}

/** A file of patches may hold them as a List. */
function objectsIn(root: Field): readonly Field[] {
  return root.stringAt('kind') === 'List' ? root.itemsAt('items') : [root];
}

/** Fields of objects that are no workloads. */
const ownFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['ServiceAccount', ['automountServiceAccountToken']],
  ['Role', ['rules']],
  ['ClusterRole', ['rules', 'aggregationRule']],
  ['RoleBinding', ['subjects', 'roleRef']],
  ['ClusterRoleBinding', ['subjects', 'roleRef']],
]);

function most(changes: readonly (Changed | undefined)[]): Changed | undefined {
  return changes.includes('who') ? 'who' : changes.find((change) => change !== undefined);
}

/** A strategic merge patch. */
function changedByMerge(root: Field, kind: string, containers: readonly PatchedContainer[]): Changed | undefined {
  // Where it is not deployed, it is nothing else.
  if (directiveOf(root) === 'delete') return undefined;
  const own = ownFields.get(kind);
  if (own !== undefined)
    return directiveOf(root) !== undefined || own.some((name) => root.get(name).written) ? 'who' : undefined;
  const spec = podSpecOf(root, kind);
  // A custom resource: where its pods are is told by the shape of what is whole.
  if (spec === undefined) return /serviceAccount|automount|containers/i.test(root.source) ? 'who' : undefined;
  for (let holder: Field | undefined = spec; holder !== undefined; holder = holder.parent)
    if (directiveOf(holder) !== undefined) return 'who';
  if (decidingFields.some((name) => spec.get(name).written)) return 'who';
  const isOther =
    asksForInjection(spec.parent?.get('metadata').source ?? '') ||
    ['initContainers', 'containers'].some((list) =>
      spec.itemsAt(list).some((container) => isOtherProgram(container, containers)),
    );
  return isOther ? 'what' : undefined;
}

/** Whether a part is deleted, or replaced as a whole. */
function directiveOf(field: Field): string | undefined {
  return field.stringAt('$patch');
}

const decidingFields = ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'];

function isOtherProgram(container: Field, containers: readonly PatchedContainer[]): boolean {
  const patched = containers.find(({ name }) => name === container.stringAt('name'));
  const image = container.stringAt('image');
  return (
    patched === undefined ||
    (image !== undefined && programOf(image) !== programOf(patched.image ?? '')) ||
    directiveOf(container) !== undefined ||
    container.get('command').written ||
    ['args', 'env', 'envFrom', 'volumeMounts'].some((name) => mayConcernTokens(container.get(name).source))
  );
}

/** An operation of a JSON patch. */
function changedByOperation(
  operation: Field,
  kind: string,
  containers: readonly PatchedContainer[],
): Changed | undefined {
  if (operation.stringAt('op') === 'test') return undefined;
  const value = operation.get('value');
  const pointers = [operation.stringAt('path') ?? '', operation.stringAt('from')].filter((path) => path !== undefined);
  return most(pointers.map((pointer) => changedAt(pointer, value.written ? value : undefined, kind, containers)));
}

/** @param value what is written there, where that is known. */
function changedAt(
  pointer: string,
  value: Field | undefined,
  kind: string,
  containers: readonly PatchedContainer[],
): Changed | undefined {
  if (pointer === '' || pointer === '/') return 'who';
  const own = ownFields.get(kind);
  if (own !== undefined)
    return own.some((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)) ? 'who' : undefined;
  if (tellingPointer.test(pointer)) return 'who';
  const text = pointer + (value?.source ?? '');
  const image = value?.string ?? '';
  const isOther =
    (/\/template\/metadata(?:\/|$)/.test(pointer) && asksForInjection(text)) ||
    /\/(?:init)?containers(?:\/[^/]+(?:\/command(?:\/.*)?)?)?$/i.test(pointer) ||
    (/\/(?:init)?containers\/[^/]+\/(?:args|env|envFrom|volumeMounts)(?:\/|$)/i.test(pointer) &&
      mayConcernTokens(text)) ||
    (/\/(?:init)?containers\/[^/]+\/image$/i.test(pointer) &&
      !containers.some(({ image: before }) => before !== undefined && programOf(before) === programOf(image)));
  return isOther ? 'what' : undefined;
}

/** `/spec/template/spec/serviceAccountName`, and what holds it. */
const tellingPointer = /\/(?:spec|template|jobTemplate|serviceAccount(?:Name)?|automountServiceAccountToken)$/;

/** Most of what patches set is another level of logs, or another address. */
function mayConcernTokens(text: string): boolean {
  return /kube|cluster|leader|service-?account|token/i.test(text);
}

function asksForInjection(text: string): boolean {
  return /inject/i.test(text);
}

function programOf(image: string): string {
  return parseImage(image).name;
}
