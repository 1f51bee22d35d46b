import type { Field } from '../../documents/field.ts';
import { maximumExpirationSeconds, minimumExpirationSeconds } from '../objects/constants.ts';
import type { Findings } from './findings.ts';
import { labelFaults, quoted } from './rejection.ts';

/** What the API server finds wrong with the names of volumes, and with those that may hold tokens. */
export function validateVolumes(spec: Field, found: Findings): void {
  const names = new Set<string>();
  for (const volume of spec.itemsAt('volumes')) {
    const before = found.rejections.length;
    volumeSource(volume, found);
    const name = volume.get('name');
    if (!found.addMissing(name)) found.addInvalid(name, labelFaults(name.string ?? ''));
    const text = name.string ?? '';
    if (names.has(text)) found.add(name, `Duplicate value: ${quoted(text)}`);
    // Only a volume without faults takes its name.
    if (found.rejections.length === before) names.add(text);
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

function volumeSource(volume: Field, found: Findings): void {
  const types = volume.names.filter((name) => typeOrder.includes(name) && volume.get(name).set);
  const [type, ...others] = types.length < 2 ? types : typeOrder.filter((one) => types.includes(one));
  for (const other of others) found.add(volume.get(other), 'Forbidden: may not specify more than 1 volume type');
  if (type === 'projected') projectedVolume(volume.get(type), found);
  if (type === 'secret') secretVolume(volume.get(type), found);
}

function secretVolume(secret: Field, found: Findings): void {
  found.addMissing(secret.get('secretName'));
  fileMode(secret.get('defaultMode'), found);
  for (const item of secret.itemsAt('items')) keyToPath(item, found);
}

/**
 * The types of sources that every API server knows; what else is written is dropped, or refused as an unknown field.
 * `clusterTrustBundle` and `podCertificate` are dropped as well where their gates are off, as they are by default.
 */
const sourceTypes = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];

function projectedVolume(projected: Field, found: Findings): void {
  fileMode(projected.get('defaultMode'), found);
  const paths = new Set<string>();
  for (const source of projected.itemsAt('sources')) {
    const written = sourceTypes.flatMap((type) => source.setAt(type) ?? []);
    for (const one of written) {
      if (one.segment === 'serviceAccountToken') tokenProjection(one, projected, found);
      else objectProjection(one, projected, paths, found);
    }
    if (written.length > 1) found.add(source, 'Forbidden: may not specify more than 1 volume type per source');
  }
}

function tokenProjection(token: Field, projected: Field, found: Findings): void {
  const expiration = token.get('expirationSeconds');
  const fault = expiration.number === undefined ? undefined : expirationFault(expiration.number);
  if (fault !== undefined) found.add(expiration, `Invalid value: ${integerText(expiration)}: ${fault}`);
  // The API server names the path as if it were the volume's.
  const at = (): string => `${found.path(projected)}.path`;
  const path = token.get('path');
  if (!found.addMissing(path, at)) found.addInvalid(path, reservedPathFaults(path), at);
}

/** Of paths, only those of ConfigMaps, Secrets and downward API fields are compared, among themselves (facts.md §7). */
function objectProjection(source: Field, projected: Field, paths: Set<string>, found: Findings): void {
  const isDownward = source.segment === 'downwardAPI';
  if (!isDownward) found.addMissing(source.get('name'));
  for (const item of source.itemsAt('items')) {
    if (isDownward) downwardFile(item, source, found);
    else keyToPath(item, found);
    const path = item.stringAt('path') ?? '';
    if (path === '') continue;
    if (paths.has(path)) {
      const what = isDownward ? path : (source.stringAt('name') ?? '');
      found.add(item.get('path'), `Invalid value: ${quoted(what)}: conflicting duplicate paths`, () =>
        found.path(projected),
      );
    }
    paths.add(path);
  }
}

function keyToPath(item: Field, found: Findings): void {
  found.addMissing(item.get('key'));
  const path = item.get('path');
  if (!found.addMissing(path)) found.addInvalid(path, reservedPathFaults(path));
  fileMode(item.get('mode'), found);
}

/** The API server names no item here. */
function downwardFile(item: Field, source: Field, found: Findings): void {
  const at =
    (name: string): (() => string) =>
    () =>
      `${found.path(source)}${name}`;
  const [path, reference] = [item.get('path'), item.get('fieldRef')];
  if (!found.addMissing(path, at('.path'))) found.addInvalid(path, reservedPathFaults(path), at('.path'));
  if (reference.set) found.addMissing(reference.get('fieldPath'), at('.fieldRef.fieldPath'));
  else if (!item.get('resourceFieldRef').set) {
    found.add(item, 'Required value: one of fieldRef and resourceFieldRef is required', at(''));
  }
  fileMode(item.get('mode'), found, at('.mode'));
}

function fileMode(field: Field, found: Findings, path?: () => string): void {
  const mode = field.number;
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  const fault = 'must be a number between 0 and 0777 (octal), both inclusive';
  found.add(field, `Invalid value: ${String(mode)}: ${fault}`, path);
}

/** The API server's reason to reject a lifetime in seconds (facts.md §7). */
export function expirationFault(seconds: number): string | undefined {
  if (seconds < minimumExpirationSeconds) return 'may not specify a duration less than 10 minutes';
  return seconds > maximumExpirationSeconds ? 'may not specify a duration larger than 2^32 seconds' : undefined;
}

/** A number as the API server says it, however it is written. */
export function integerText({ node }: Field): string {
  return node?.kind === 'scalar' ? String(node.value) : '';
}

/** What is wrong with a path below a volume. */
export function pathFaults({ string = '' }: Field): string[] {
  const faults = string.startsWith('/') ? ['must be a relative path'] : [];
  if (string.split('/').includes('..')) faults.push("must not contain '..'");
  return faults;
}

/** The same of a path that the kubelet writes, which keeps names that start with `..` for itself. */
function reservedPathFaults(field: Field): string[] {
  const path = field.string ?? '';
  const isReserved = path.startsWith('..') && !path.startsWith('../');
  return isReserved ? [...pathFaults(field), "must not start with '..'"] : pathFaults(field);
}
