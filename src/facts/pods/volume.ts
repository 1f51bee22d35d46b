import type { Field } from '../../documents/field.ts';
import { defaultExpirationSeconds, extendedExpirationSeconds, extendedLifetimeSeconds } from '../objects/constants.ts';
import { concat } from '../../lists/concat.ts';
import { LongLists, long } from '../../memo/longLists.ts';
import { mapped } from '../../lists/mapped.ts';

/** A `serviceAccountToken` source of a projected volume. */
export interface TokenProjection {
  readonly field: Field;
  /** As the API server stores it: 3600 where nothing is written; `undefined` where it is no integer (rejected). */
  readonly expirationSeconds: number | undefined;
  /** `undefined` where none is written or it is empty: the API server's own audiences. */
  readonly audience: string | undefined;
  /** Where the token lies in the volume; `undefined` where it is missing (rejected). */
  readonly path: string | undefined;
}

/** A `secret` of a volume, or a `secret` source of a projected one. */
interface SecretProjection {
  readonly field: Field;
  readonly secretName: string | undefined;
  /** Keys and their paths in the volume; `undefined` where all keys are laid out by their names. */
  readonly items: readonly SecretItem[] | undefined;
}

interface SecretItem {
  readonly key: string;
  readonly path: string;
}

/** Another source of a projected volume. */
interface OtherProjection {
  readonly field: Field;
  /** The paths that it writes; `undefined` for a ConfigMap of which all keys are laid out by their names. */
  readonly paths: readonly string[] | undefined;
}

export type Projection =
  | ({ readonly type: 'token' } & TokenProjection)
  | ({ readonly type: 'secret' } & SecretProjection)
  | ({ readonly type: 'other' } & OtherProjection);

export interface Volume {
  readonly field: Field;
  readonly name: string;
  /** The key that says what the volume is, `projected`, `secret`, …; `emptyDir` where none has a value (facts.md §7). */
  readonly type: string;
  /** In the order of the volume's sources: the last to write a path wins (facts.md §7). */
  readonly projections: readonly Projection[];
}

/**
 * Whether a source is there wherever the pod starts: an optional object may be missing, and sources behind gates are
 * dropped where these are off, as they are by default (facts.md §11).
 */
export function isCertain({ field }: Projection): boolean {
  return !singlePaths.has(String(field.segment)) && field.get('optional').boolean !== true;
}

/** The paths that a source writes; `undefined` where it lays out all keys of an object. */
export function writtenPaths(projection: Projection): readonly string[] | undefined {
  if (projection.type === 'token') return projection.path === undefined ? [] : [projection.path];
  if (projection.type === 'other') return projection.paths;
  return projection.items?.map(({ path }) => path);
}

export function volumesOf(podSpec: Field): Volume[] {
  return concat(podSpec.itemsAt('volumes'), readVolume);
}

const byName = new LongLists<Volume, ReadonlyMap<string | undefined, Volume>>();

/** The volume of a name; of several, the first. */
export function volumeNamed(volumes: readonly Volume[], name: string): Volume | undefined {
  if (volumes.length < long) return volumes.find((volume) => volume.name === name);
  return byName.get(volumes, () => new Map(volumes.toReversed().map((volume) => [volume.name, volume]))).get(name);
}

function readVolume(field: Field): Volume[] {
  const name = field.stringAt('name');
  if (name === undefined) return [];
  const types = field
    .fields()
    .filter((entry) => entry.segment !== 'name' && entry.set)
    .map(({ segment }) => String(segment));
  // A key that Kubernetes does not have hides nothing.
  const type = types.find((candidate) => candidate === 'projected' || candidate === 'secret') ?? types[0] ?? 'emptyDir';
  return [{ field, name, type, projections: projectionsOf(field, type) }];
}

function projectionsOf(volume: Field, type: string): Projection[] {
  if (type !== 'secret' && type !== 'projected') return [];
  const source = volume.get(type);
  if (type === 'secret') return [{ type: 'secret', ...secretProjection(source, source.stringAt('secretName')) }];
  return concat(source.itemsAt('sources'), (item) => {
    const written = item.fields().filter((entry) => entry.set);
    return mapped(written, readProjection);
  });
}

function readProjection(field: Field): Projection {
  if (field.segment === 'serviceAccountToken') return { type: 'token', ...tokenProjection(field) };
  if (field.segment === 'secret') return { type: 'secret', ...secretProjection(field, field.stringAt('name')) };
  const items = field.itemsAt('items');
  if (field.segment === 'configMap' && items.length === 0) return { type: 'other', field, paths: undefined };
  const paths = items.map((item) => item.stringAt('path'));
  const own = singlePaths.get(String(field.segment))?.map((key) => field.get(key).string) ?? [];
  return { type: 'other', field, paths: [...paths, ...own].filter((path) => path !== undefined) };
}

/** Keys of sources behind gates, which name the files that they write. */
const singlePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['clusterTrustBundle', ['path']],
  ['podCertificate', ['credentialBundlePath', 'keyPath', 'certificateChainPath']],
]);

function tokenProjection(field: Field): TokenProjection {
  const expiration = field.get('expirationSeconds');
  const audience = field.stringAt('audience');
  const path = field.stringAt('path');
  return {
    field,
    expirationSeconds: !expiration.set ? defaultExpirationSeconds : isInt64(expiration) ? expiration.number : undefined,
    audience: audience === '' ? undefined : audience,
    path: path === '' ? undefined : path,
  };
}

/** Whether Go reads the number as an int64: 3600.0 and 1e3 are, 3600.5 and 2^63 are not. */
function isInt64({ node, number }: Field): boolean {
  if (node?.kind === 'scalar' && typeof node.value === 'bigint') return BigInt.asIntN(64, node.value) === node.value;
  return Number.isInteger(number) && Math.abs(number ?? Infinity) < 2 ** 63;
}

function secretProjection(field: Field, secretName: string | undefined): SecretProjection {
  // No items are all keys, also where the list is empty.
  const list = field.itemsAt('items');
  if (list.length === 0) return { field, secretName, items: undefined };
  const items = list.flatMap((item) => {
    const [key, path] = [item.stringAt('key'), item.stringAt('path')];
    return key === undefined || path === undefined ? [] : [{ key, path }];
  });
  return { field, secretName, items };
}

/**
 * Audiences that a default kube-apiserver takes for its own (`--api-audiences` defaults to the issuer). Which ones a
 * cluster really takes cannot be known from manifests (facts.md §8).
 */
const usualApiAudiences = new Set(['https://kubernetes.default.svc', 'https://kubernetes.default.svc.cluster.local']);

/** Whether a token is for the API server: no audience, or one that is usually the API server's. */
export function isForApiServer(audience: string | undefined): boolean {
  return audience === undefined || usualApiAudiences.has(audience);
}

/** How long a pod's token really lives, in seconds: exactly 3607 for the API server becomes a year (facts.md §8). */
export function lifetimeSeconds(expirationSeconds: number, audience: string | undefined): number {
  return expirationSeconds === extendedExpirationSeconds && isForApiServer(audience)
    ? extendedLifetimeSeconds
    : expirationSeconds;
}
