import type { Field } from '../../documents/field.ts';
import { isMirrorPod } from '../automount.ts';
import { maximumExpirationSeconds, minimumExpirationSeconds } from '../constants.ts';
import type { PodTemplate } from '../podTemplate.ts';
import { accountReference } from '../accountReference.ts';
import { isFilledIn } from '../substitution.ts';
import { decodingFaults } from './decoding.ts';
import { podSpecType } from './goTypes.ts';
import { type Rejection, apiPath, labelFault, quoted, subdomainFault } from './rejection.ts';

/**
 * Why the API server refuses a pod for what concerns tokens (facts.md §7). Consequences are left out: a mount of a
 * volume that is itself rejected is also "Not found".
 *
 * @param root the object that holds the pod: paths start there. The API server knows nothing of pods in custom
 *   resources; it refuses those that come of them, so there it is the pod template.
 * @param extraVolumes names of volumes that the pod gets from elsewhere; `undefined` where that is not known.
 */
export function podRejections(pod: PodTemplate, root: Field, extraVolumes: readonly string[] | undefined): Rejection[] {
  const undecodable = decodingFaults(pod.spec, podSpecType, () => apiPath(pod.spec, root).replaceAll(/\[\d+\]/g, ''));
  // What cannot be decoded is not validated.
  if (undecodable.length > 0) return undecodable;
  const found = new Findings(root);
  mirrorPod(pod, found);
  ephemeralContainers(pod.spec, found);
  if (pod.spec.parent?.stringAt('kind') !== 'Pod') accountName(pod.spec, found);
  volumes(pod.spec, found);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of pod.spec.itemsAt(list)) mounts(container, pod.spec, extraVolumes, found);
  }
  return found.rejections;
}

class Findings {
  readonly rejections: Rejection[] = [];
  readonly #root: Field;

  constructor(root: Field) {
    this.#root = root;
  }

  /** @param path the place as the server names it, where that is not the field's own. */
  add(field: Field, fault: string, path?: string): void {
    this.rejections.push({ reason: `${path ?? this.path(field)}: ${fault}`, field });
  }

  path(field: Field): string {
    return apiPath(field, this.#root);
  }

  say(field: Field, reason: string): void {
    this.rejections.push({ reason, field });
  }
}

function mirrorPod(pod: PodTemplate, found: Findings): void {
  if (!isMirrorPod(pod)) return;
  for (const volume of pod.spec.itemsAt('volumes')) {
    for (const source of volume.at('projected', 'sources').items()) {
      const token = source.get('serviceAccountToken');
      if (token.set) found.say(token, 'a mirror pod may not use ServiceAccountToken volume projections');
    }
  }
}

/** Debug containers come later, through a subresource; a stored pod that shows some is no pod to create. */
function ephemeralContainers(spec: Field, found: Findings): void {
  if (spec.itemsAt('ephemeralContainers').length === 0) return;
  const stored = spec.parent?.at('metadata', 'uid').set === true;
  if (!stored) found.add(spec.get('ephemeralContainers'), 'Forbidden: cannot be set on create');
}

/** In a template the name is validated; of a Pod, admission looks for the account first (facts.md §7). */
function accountName(spec: Field, found: Findings): void {
  const { name, field } = accountReference(spec);
  const fault = subdomainFault(name);
  if (fault !== undefined) {
    found.add(field, `Invalid value: ${quoted(name)}: ${fault}`, found.path(spec.get('serviceAccountName')));
  }
}

function volumes(spec: Field, found: Findings): void {
  const names = new Set<string>();
  for (const volume of spec.itemsAt('volumes')) {
    const name = volume.get('name');
    const text = name.string ?? '';
    const fault = labelFault(text);
    if (text === '') found.add(name, 'Required value');
    else if (fault !== undefined) found.add(name, `Invalid value: ${quoted(text)}: ${fault}`);
    else if (names.has(text)) found.add(name, `Duplicate value: ${quoted(text)}`);
    names.add(text);
    volumeSource(volume, found);
  }
}

/** The order in which the API server looks at volume types: of two, it forbids the later one. */
const typeOrder = [
  'emptyDir',
  'hostPath',
  'secret',
  'nfs',
  'persistentVolumeClaim',
  'downwardAPI',
  'configMap',
  'projected',
  'csi',
  'ephemeral',
  'image',
];

/** The types of sources; what else is written there is dropped, or refused as an unknown field. */
const sourceTypes = [
  'secret',
  'downwardAPI',
  'configMap',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
];

function volumeSource(volume: Field, found: Findings): void {
  const { names } = volume;
  const types = typeOrder.filter((type) => names.includes(type) && volume.get(type).set);
  for (const type of types.slice(1)) found.add(volume.get(type), 'Forbidden: may not specify more than 1 volume type');
  const projected = volume.get('projected');
  if (!projected.set) return;
  defaultMode(projected.get('defaultMode'), found);
  const paths = new Set<string>();
  for (const source of projected.itemsAt('sources')) {
    const written = sourceTypes.flatMap((type) => source.setAt(type) ?? []);
    if (written.length > 1) found.add(source, 'Forbidden: may not specify more than 1 volume type per source');
    else if (written[0]?.segment === 'serviceAccountToken') tokenProjection(written[0], projected, found);
    else if (written[0] !== undefined) duplicatePaths(written[0], projected, paths, found);
  }
}

function defaultMode(field: Field, found: Findings): void {
  const mode = field.number;
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  found.add(field, `Invalid value: ${String(mode)}: must be a number between 0 and 0777 (octal), both inclusive`);
}

function tokenProjection(token: Field, projected: Field, found: Findings): void {
  const expiration = token.get('expirationSeconds');
  const fault = expiration.number === undefined ? undefined : expirationFault(expiration.number);
  if (fault !== undefined) found.add(expiration, `Invalid value: ${integerText(expiration)}: ${fault}`);
  // The API server names the path as if it were the volume's.
  const at = `${found.path(projected)}.path`;
  const path = token.get('path');
  const text = path.string ?? '';
  if (text === '') found.add(path, 'Required value', at);
  else for (const wrong of pathFaults(text, true)) found.add(path, `Invalid value: ${quoted(text)}: ${wrong}`, at);
}

/** The API server's reason to reject a lifetime in seconds (facts.md §7). */
export function expirationFault(seconds: number): string | undefined {
  if (seconds < minimumExpirationSeconds) return 'may not specify a duration less than 10 minutes';
  return seconds > maximumExpirationSeconds ? 'may not specify a duration larger than 2^32 seconds' : undefined;
}

function integerText(field: Field): string {
  return field.node?.kind === 'scalar' ? String(field.node.value) : '';
}

/** What is wrong with a path below a volume; `reserved` forbids names that start with `..`. */
function pathFaults(path: string, reserved: boolean): string[] {
  if (path.startsWith('/')) return ['must be a relative path'];
  if (path.split('/').includes('..')) return ["must not contain '..'"];
  return reserved && path.startsWith('..') ? ["must not start with '..'"] : [];
}

/** Only ConfigMaps, Secrets and downward API fields among themselves are checked (facts.md §7). */
function duplicatePaths(source: Field, projected: Field, seen: Set<string>, found: Findings): void {
  const name = source.stringAt('name') ?? '';
  for (const item of source.itemsAt('items')) {
    const path = item.stringAt('path');
    if (path === undefined) continue;
    if (seen.has(path)) {
      const what = source.segment === 'downwardAPI' ? path : name;
      found.add(item.get('path'), `Invalid value: ${quoted(what)}: conflicting duplicate paths`, found.path(projected));
    }
    seen.add(path);
  }
}

const recursiveModes = ['Disabled', 'Enabled', 'IfPossible'];

function mounts(container: Field, spec: Field, extraVolumes: readonly string[] | undefined, found: Findings): void {
  const own = spec.itemsAt('volumes').map((volume) => volume.stringAt('name'));
  const volumeNames = new Set([...own, ...(extraVolumes ?? [])]);
  const mayBeNamed = own.some((name) => name !== undefined && isFilledIn(name));
  const devices = new Set(container.itemsAt('volumeDevices').map((device) => device.stringAt('devicePath')));
  const paths = new Set<string>();
  for (const mount of container.itemsAt('volumeMounts')) {
    const name = mount.get('name');
    const volume = name.string ?? '';
    if (volume === '') found.add(name, 'Required value');
    else if (extraVolumes !== undefined && !volumeNames.has(volume) && !isFilledIn(volume) && !mayBeNamed)
      found.add(name, `Not found: ${quoted(volume)}`);
    const path = mount.get('mountPath');
    const text = path.string ?? '';
    if (text === '') found.add(path, 'Required value');
    else if (paths.has(text)) found.add(path, `Invalid value: ${quoted(text)}: must be unique`);
    else if (devices.has(text))
      found.add(path, `Invalid value: ${quoted(text)}: must not already exist as a path in volumeDevices`);
    paths.add(text);
    subPaths(mount, found);
    recursiveReadOnly(mount, container, found);
  }
}

function subPaths(mount: Field, found: Findings): void {
  const [text, other] = [mount.stringAt('subPath') ?? '', mount.stringAt('subPathExpr') ?? ''];
  if (text === '' && other === '') return;
  const [subPath, expression] = [mount.get('subPath'), mount.get('subPathExpr')];
  if (text !== '' && other !== '') {
    found.add(expression, `Invalid value: ${quoted(other)}: subPathExpr and subPath are mutually exclusive`);
  }
  for (const [field, value] of [
    [subPath, text],
    [expression, other],
  ] as const) {
    for (const fault of pathFaults(value, false)) {
      // The server leaves the mount's index out here.
      const at = found.path(field).replace(/\[\d+\](?=\.\w+$)/, '');
      found.add(field, `Invalid value: ${quoted(value)}: ${fault}`, at);
    }
  }
}

function recursiveReadOnly(mount: Field, container: Field, found: Findings): void {
  const mode = mount.stringAt('recursiveReadOnly');
  if (mode === undefined || mode === 'Disabled') return;
  const field = mount.get('recursiveReadOnly');
  const at = `${found.path(container)}.volumeMounts.recursiveReadOnly`;
  const propagation = mount.stringAt('mountPropagation');
  if (!recursiveModes.includes(mode)) {
    const supported = recursiveModes.map(quoted).join(', ');
    found.add(field, `Unsupported value: ${quoted(mode)}: supported values: ${supported}`, at);
  } else if (mount.get('readOnly').boolean !== true) {
    found.add(field, 'Forbidden: may only be specified when readOnly is true', at);
  } else if (propagation !== undefined && propagation !== 'None') {
    found.add(field, 'Forbidden: may only be specified when mountPropagation is None or not specified', at);
  }
}
