import type { Field } from '../../documents/field.ts';
import { parseImage } from '../pods/image.ts';
import { podSpecOf } from '../pods/podTemplate.ts';
import { mayAskForInjection } from './harmless.ts';
import { isOtherContent, isOtherContentAt, isOtherSetting, isOtherVolume, settingNames } from './patchedSettings.ts';

/**
 * What a change concerns of all that decides about tokens. `access`: who has a token and what it may do, by a workload's
 * account and automount, an account's automount, roles and bindings. `program`: what a workload's containers run.
 */
export type Changed = 'access' | 'program';

/** What a workload's container is before a change. */
export interface PatchedContainer {
  readonly image: string | undefined;
  readonly name: string | null;
}

/** Fields of objects that are no workloads. */
const ownFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['ServiceAccount', ['automountServiceAccountToken', 'metadata/name']],
  ['Role', ['rules']],
  ['ClusterRole', ['rules', 'aggregationRule']],
  ['RoleBinding', ['subjects', 'roleRef', 'metadata/namespace']],
  ['ClusterRoleBinding', ['subjects', 'roleRef']],
]);

export function most(changes: readonly (Changed | undefined)[]): Changed | undefined {
  return changes.includes('access') ? 'access' : changes.find((change) => change !== undefined);
}

/** A strategic merge patch. */
export function changedByMerge(
  root: Field,
  kind: string,
  containers: readonly PatchedContainer[],
): Changed | undefined {
  // Where it is not deployed, it is nothing else.
  if (directiveOf(root) === 'delete') return undefined;
  const own = ownFields.get(kind);
  if (own !== undefined)
    return directiveOf(root) !== undefined || own.some((name) => root.get(name).written) ? 'access' : undefined;
  if (holdsContent(kind)) return directiveOf(root) !== undefined || isOtherContent(root, kind) ? 'program' : undefined;
  const spec = podSpecOf(root, kind);
  // A custom resource: where its pods are is told by the shape of what is whole.
  if (spec === undefined) return /serviceAccount|automount|containers/i.test(root.source) ? 'access' : undefined;
  for (let holder: Field | undefined = spec; holder !== undefined; holder = holder.parent)
    if (directiveOf(holder) !== undefined) return 'access';
  if (decidingFields.some((name) => spec.get(name).written)) return 'access';
  const isOther =
    isOtherMetadata(spec.parent?.setAt('metadata')) ||
    spec.itemsAt('volumes').some(isOtherVolume) ||
    ['initContainers', 'containers'].some((list) =>
      spec.itemsAt(list).some((container) => isOtherProgram(container, containers, spec.itemsAt('volumes'))),
    );
  return isOther ? 'program' : undefined;
}

/** Whether a part is deleted, or replaced as a whole. */
function directiveOf(field: Field): string | undefined {
  return field.stringAt('$patch');
}

/** Whether an object is what workloads read. */
function holdsContent(kind: string): boolean {
  return kind === 'ConfigMap' || kind === 'Secret';
}

const decidingFields = ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'];

function isOtherMetadata(metadata: Field | undefined): boolean {
  return ['labels', 'annotations'].some((list) => metadata?.get(list).names.some(mayAskForInjection) === true);
}

function isOtherProgram(container: Field, containers: readonly PatchedContainer[], volumes: readonly Field[]): boolean {
  const patched = containers.find(({ name }) => name === container.stringAt('name'));
  const image = container.stringAt('image');
  return (
    patched === undefined ||
    (image !== undefined && programOf(image) !== programOf(patched.image ?? '')) ||
    directiveOf(container) !== undefined ||
    settingNames.some((name) => {
      const value = container.get(name);
      return value.written && isOtherSetting([name], value, volumes);
    })
  );
}

/** An operation of a JSON patch. */
export function changedByOperation(
  operation: Field,
  kind: string,
  containers: readonly PatchedContainer[],
): Changed | undefined {
  const [name, path = ''] = [operation.stringAt('op'), operation.stringAt('path')];
  if (name === 'test' || (name === 'remove' && droppable.test(path))) return undefined;
  const value = operation.get('value');
  const pointers = [path, operation.stringAt('from')].filter((pointer) => pointer !== undefined);
  return most(pointers.map((pointer) => changedAt(pointer, value.written ? value : undefined, kind, containers)));
}

/** What a container can do without, and be no other program. */
const droppable = /\/containers\/[^/]+\/(?:args|env|volumeMounts|lifecycle|\w+Probe)(?:\/|$)|\/volumes(?:\/|$)/i;

/** @param value what is written there, where that is known. */
export function changedAt(
  pointer: string,
  value: Field | undefined,
  kind: string,
  containers: readonly PatchedContainer[],
): Changed | undefined {
  if (pointer === '' || pointer === '/') return 'access';
  const own = ownFields.get(kind);
  if (own !== undefined)
    return own.some((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)) ? 'access' : undefined;
  if (holdsContent(kind)) return isOtherContentAt(pointer, value, kind) ? 'program' : undefined;
  if (tellingPointer.test(pointer)) return 'access';
  const isOther =
    isOtherMetadataAt(pointer, value, kind) ||
    isOtherVolumeAt(pointer, value) ||
    isOtherContainerAt(pointer, value, containers);
  return isOther ? 'program' : undefined;
}

/** `/spec/template/spec/serviceAccountName`, what holds it, and in which namespace it is. */
const tellingPointer =
  /\/(?:spec|template|jobTemplate|serviceAccount(?:Name)?|automountServiceAccountToken)$|^\/metadata\/namespace$/;

function isOtherMetadataAt(pointer: string, value: Field | undefined, kind: string): boolean {
  const holder = kind === 'Pod' ? /^\/metadata/ : /\/template\/metadata/;
  const found = new RegExp(`${holder.source}(?:/(labels|annotations)(?:/(.*))?)?$`).exec(pointer);
  if (found === null) return false;
  const [, list, name] = found;
  if (name !== undefined) return mayAskForInjection(name.replaceAll('~1', '/'));
  if (value === undefined) return true;
  return list === undefined ? isOtherMetadata(value) : value.names.some(mayAskForInjection);
}

function isOtherVolumeAt(pointer: string, value: Field | undefined): boolean {
  const found = /\/spec\/volumes(?:\/([^/]+)(?:\/.*)?)?$/.exec(pointer);
  if (found === null) return false;
  if (value === undefined) return true;
  const volumes = found[1] === undefined ? value.items() : [value];
  return volumes.some(isOtherVolume);
}

function isOtherContainerAt(
  pointer: string,
  value: Field | undefined,
  containers: readonly PatchedContainer[],
): boolean {
  const found = /\/(?:init)?containers(?:\/[^/]+(?:\/(.*))?)?$/i.exec(pointer);
  if (found === null) return false;
  const path = found[1]?.split('/') ?? [];
  if (path.length === 0) return true;
  if (path[0] !== 'image') return isOtherSetting(path, value, []);
  const program = programOf(value?.string ?? '');
  return !containers.some(({ image }) => image !== undefined && programOf(image) === program);
}

export function programOf(image: string): string {
  return parseImage(image).name;
}
