import type { Field } from '../documents/field.ts';
import {
  defaultTokenPath,
  extendedExpirationSeconds,
  extendedLifetimeSeconds,
  tokenVolumePrefix,
} from './constants.ts';
import { type Container, type VolumeMount, normalizePath, ownMountAtDefaultPath } from './container.ts';
import { type Projection, type Volume, lifetimeSeconds } from './volume.ts';

/** One token that a container can read. */
export interface TokenMount {
  /** `automount` for what the admission plugin mounts, a user's volume that it takes over included. */
  readonly kind: 'automount' | 'projected' | 'secret';
  /** The volume; for the one that the admission plugin adds, its name ends in random letters. */
  readonly volume: string | null;
  /** Absolute path of the mount; `null` for a token in an environment variable. */
  readonly mountPath: string | null;
  /** The token's file below the mount. */
  readonly path: string | null;
  /** `null`: the API server's own audiences. */
  readonly audience: string | null;
  /** As requested, in seconds; `null` for a token without expiry. */
  readonly expirationSeconds: number | null;
  /** As it will be, in seconds; `null` for a token without expiry. */
  readonly lifetimeSeconds: number | null;
  readonly readOnly: boolean;
  readonly subPath: string | null;
  /** Of a mount with `subPath`: whether it shows the token's file itself or a folder that holds it. */
  readonly shows: 'file' | 'folder';
  /** The source of the token: the projection or Secret reference; nothing where the admission plugin writes it. */
  readonly source: Field | undefined;
  readonly mount: VolumeMount | undefined;
}

/** What the admission plugin adds to the pod. */
export const automounted: TokenMount = {
  kind: 'automount',
  volume: `${tokenVolumePrefix}*`,
  mountPath: defaultTokenPath,
  path: 'token',
  audience: null,
  expirationSeconds: extendedExpirationSeconds,
  lifetimeSeconds: extendedLifetimeSeconds,
  readOnly: true,
  subPath: null,
  shows: 'folder',
  source: undefined,
  mount: undefined,
};

/** Answers whether a Secret of the pod's namespace holds a ServiceAccount token. */
export type IsTokenSecret = (secretName: string) => boolean;

/** Whether the admission plugin mounts the token volume into a container (facts.md §6). */
export function getsAutomount(container: Container, automount: boolean): boolean {
  return automount && container.type !== 'ephemeral' && ownMountAtDefaultPath(container) === undefined;
}

/** Every token that reaches a container: the automatic one, projections, and Secrets in volumes and environment. */
export function tokensOf(
  container: Container,
  volumes: readonly Volume[],
  automount: boolean,
  isTokenSecret: IsTokenSecret,
): TokenMount[] {
  const own = container.mounts.flatMap((mount) => {
    const volume = volumes.find((candidate) => candidate.name === mount.volume);
    if (volume === undefined) return [];
    const tokens = tokensOfMount(volume, mount, container, isTokenSecret);
    return isTakenOver(volume, mount, container, automount) ? tokens.map(asAutomount) : tokens;
  });
  return [
    ...automatic(container, volumes, automount, isTokenSecret),
    ...own,
    ...inEnvironment(container, isTokenSecret),
  ];
}

/**
 * A pod as the cluster stores it (`kubectl get pod -o yaml`) shows the automatic volume and its mounts; they are still
 * the admission plugin's.
 */
function isTakenOver(volume: Volume, mount: VolumeMount, container: Container, automount: boolean): boolean {
  const automatic = automount && container.type !== 'ephemeral';
  return automatic && mount.mountPath === defaultTokenPath && volume.name.startsWith(tokenVolumePrefix);
}

function automatic(
  container: Container,
  volumes: readonly Volume[],
  automount: boolean,
  isTokenSecret: IsTokenSecret,
): TokenMount[] {
  if (!getsAutomount(container, automount)) return [];
  const taken = volumes.find((volume) => volume.name.startsWith(tokenVolumePrefix));
  if (taken === undefined) return [automounted];
  const mount: VolumeMount = {
    field: taken.field,
    volume: taken.name,
    mountPath: defaultTokenPath,
    readOnly: true,
    subPath: undefined,
  };
  return tokensOfMount(taken, mount, container, isTokenSecret).map((token) => ({
    ...asAutomount(token),
    mount: undefined,
  }));
}

function asAutomount(token: TokenMount): TokenMount {
  return { ...token, kind: 'automount' };
}

function tokensOfMount(
  volume: Volume,
  mount: VolumeMount,
  container: Container,
  isTokenSecret: IsTokenSecret,
): TokenMount[] {
  return volume.projections.flatMap((projection, index): TokenMount[] => {
    const path = tokenPath(projection, isTokenSecret);
    if (path === undefined || isOverwritten(path, volume.projections.slice(index + 1))) return [];
    const visible = throughSubPath(path, mount.subPath);
    if (visible === undefined || isMountedOver(visible, mount, container)) return [];
    const common = {
      volume: volume.name,
      mountPath: mount.mountPath,
      path,
      readOnly: mount.readOnly,
      subPath: mount.subPath ?? null,
      shows: visible === '' ? ('file' as const) : ('folder' as const),
      source: projection.field,
      mount,
    };
    if (projection.type !== 'token') {
      return [{ kind: 'secret', audience: null, expirationSeconds: null, lifetimeSeconds: null, ...common }];
    }
    const expirationSeconds = projection.expirationSeconds ?? null;
    const audience = projection.audience ?? null;
    const lifetime = expirationSeconds === null ? null : lifetimeSeconds(expirationSeconds, projection.audience);
    return [{ kind: 'projected', audience, expirationSeconds, lifetimeSeconds: lifetime, ...common }];
  });
}

/** Where a source lays a token in its volume. */
function tokenPath(projection: Projection, isTokenSecret: IsTokenSecret): string | undefined {
  if (projection.type === 'token') return projection.path === undefined ? undefined : normalizePath(projection.path);
  if (projection.type === 'other' || projection.secretName === undefined || !isTokenSecret(projection.secretName))
    return undefined;
  const path = projection.items === undefined ? 'token' : projection.items.get('token');
  return path === undefined ? undefined : normalizePath(path);
}

/** Whether a later source of a volume is known to write the same path: the last one wins (facts.md §7). */
export function isOverwritten(path: string, later: readonly Projection[]): boolean {
  const wanted = normalizePath(path);
  return later.some((projection) => writtenPaths(projection).some((other) => normalizePath(other) === wanted));
}

function writtenPaths(projection: Projection): readonly string[] {
  if (projection.type === 'token') return projection.path === undefined ? [] : [projection.path];
  if (projection.type === 'other') return projection.paths;
  return [...(projection.items?.values() ?? [])];
}

/** What of a token's path remains below a mount with `subPath`; `undefined` where the mount shows something else. */
function throughSubPath(path: string, subPath: string | undefined): string | undefined {
  if (subPath === undefined) return path;
  const prefix = normalizePath(subPath).replace(/^\.\.data(?:\/|$)/, '');
  if (prefix === '') return path;
  if (path === prefix) return '';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

/** Whether another mount of the container hides the token's file. */
function isMountedOver(visible: string, mount: VolumeMount, container: Container): boolean {
  const base = mount.mountPath.replace(/\/+$/, '');
  const file = visible === '' ? base : `${base}/${visible}`;
  return container.mounts.some((other) => {
    const path = other.mountPath.replace(/\/+$/, '');
    return other !== mount && path.length > base.length && (file === path || file.startsWith(`${path}/`));
  });
}

function inEnvironment(container: Container, isTokenSecret: IsTokenSecret): TokenMount[] {
  const single = container.field
    .get('env')
    .items()
    .map((variable) => variable.at('valueFrom', 'secretKeyRef'))
    .filter((reference) => reference.get('key').string === 'token');
  const whole = container.field
    .get('envFrom')
    .items()
    .map((source) => source.get('secretRef'));
  return [...single, ...whole]
    .filter((reference) => isTokenSecret(reference.get('name').string ?? ''))
    .map((source) => ({
      kind: 'secret',
      volume: null,
      mountPath: null,
      path: null,
      audience: null,
      expirationSeconds: null,
      lifetimeSeconds: null,
      readOnly: true,
      subPath: null,
      shows: 'file',
      source,
      mount: undefined,
    }));
}
