import type { Field } from '../../documents/field.ts';
import {
  defaultTokenPath,
  extendedExpirationSeconds,
  extendedLifetimeSeconds,
  tokenVolumePrefix,
} from '../objects/constants.ts';
import { type Container, type VolumeMount, absolutePath, ownMountAtDefaultPath } from '../pods/container.ts';
import { type Projection, type Volume, lifetimeSeconds, volumeNamed } from '../pods/volume.ts';
import {
  type IsTokenSecret,
  type TokenObjects,
  fateOf,
  isMountedOver,
  throughSubPath,
  tokenPaths,
} from './tokenPaths.ts';
import { concat } from '../../lists/concat.ts';
import { mapped } from '../../lists/mapped.ts';

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
  /** Of a Secret that holds a token. */
  readonly secretName: string | null;
  /** Of a mount with `subPath`: whether it shows the token's file itself or a folder that holds it. */
  readonly shows: 'file' | 'folder' | 'unknown';
  /** Absolute path of the token's file in the container; `null` in the environment, and where it is not known. */
  readonly file: string | null;
  /**
   * Why the token may not be there after all: keys that the input does not hold may be laid over it, or a variable of
   * unknown value chooses what the mount shows.
   */
  readonly doubt: 'overwritten' | 'subPath' | undefined;
  /** The source of the token: the projection or Secret reference; nothing where the admission plugin writes it. */
  readonly source: Field | undefined;
  readonly mount: VolumeMount | undefined;
}

/** What the admission plugin adds to the pod. */
const automounted: TokenMount = {
  kind: 'automount',
  volume: `${tokenVolumePrefix}*`,
  mountPath: defaultTokenPath,
  path: 'token',
  audience: null,
  expirationSeconds: extendedExpirationSeconds,
  lifetimeSeconds: extendedLifetimeSeconds,
  readOnly: true,
  subPath: null,
  secretName: null,
  shows: 'folder',
  file: `${defaultTokenPath}/token`,
  doubt: undefined,
  source: undefined,
  mount: undefined,
};

/** What the admission plugin does, or did, to a pod. */
export interface Admission {
  readonly automount: boolean;
  /** Whether the volume and the mounts that it adds are in the text already. */
  readonly stored: boolean;
}

/** Whether the admission plugin mounts the token volume into a container (facts.md §6). */
export function getsAutomount(container: Container, automount: boolean): boolean {
  return automount && container.type !== 'ephemeral' && ownMountAtDefaultPath(container) === undefined;
}

/** Every token that reaches a container: the automatic one, projections, and Secrets in volumes and environment. */
export function tokensOf(
  container: Container,
  volumes: readonly Volume[],
  admission: Admission,
  objects: TokenObjects,
): TokenMount[] {
  const own = concat(container.mounts, (mount) => {
    const volume = volumeNamed(volumes, mount.volume);
    if (volume === undefined) return [];
    const tokens = tokensOfMount(volume, mount, container, objects);
    return isFromAdmission(volume, mount, container, admission) ? mapped(tokens, asAutomount) : tokens;
  });
  return [
    ...automatic(container, volumes, admission.automount, objects),
    ...own,
    ...inEnvironment(container, objects.isTokenSecret),
  ];
}

/** In a manifest, such a volume and its mounts are a copy of what a pod showed: written, and mounted whatever is said. */
function isFromAdmission(
  volume: Volume,
  mount: VolumeMount,
  container: Container,
  { automount, stored }: Admission,
): boolean {
  const automatic = automount && stored && container.type !== 'ephemeral';
  return automatic && mount.mountPath === defaultTokenPath && volume.name.startsWith(tokenVolumePrefix);
}

function automatic(
  container: Container,
  volumes: readonly Volume[],
  automount: boolean,
  objects: TokenObjects,
): TokenMount[] {
  if (!getsAutomount(container, automount)) return [];
  const taken = volumes.find((volume) => volume.name.startsWith(tokenVolumePrefix));
  const mount: VolumeMount = {
    field: taken?.field ?? container.field,
    volume: taken?.name ?? `${tokenVolumePrefix}*`,
    mountPath: defaultTokenPath,
    readOnly: true,
    subPath: undefined,
  };
  if (taken === undefined) return isMountedOver(`${defaultTokenPath}/token`, mount, container) ? [] : [automounted];
  return tokensOfMount(taken, mount, container, objects).map((token) => ({ ...asAutomount(token), mount: undefined }));
}

function asAutomount(token: TokenMount): TokenMount {
  return { ...token, kind: 'automount' };
}

function tokensOfMount(volume: Volume, mount: VolumeMount, container: Container, objects: TokenObjects): TokenMount[] {
  return volume.projections.flatMap((projection, index) => {
    const later = volume.projections.slice(index + 1);
    return tokenPaths(projection, objects).flatMap((path): TokenMount[] => {
      const fate = fateOf(path, later, objects);
      const visible = throughSubPath(path, mount.subPath);
      if (fate === 'overwritten' || visible === undefined) return [];
      const file = visible === 'unknown' ? null : absolutePath(`${mount.mountPath}/${visible.below}`);
      if (file !== null && isMountedOver(file, mount, container)) return [];
      const common = {
        volume: volume.name,
        mountPath: mount.mountPath,
        path,
        readOnly: mount.readOnly,
        subPath: mount.subPath ?? null,
        shows: visible === 'unknown' ? visible : visible.below === '' ? ('file' as const) : ('folder' as const),
        file,
        doubt: visible === 'unknown' ? ('subPath' as const) : fate === 'unknown' ? ('overwritten' as const) : undefined,
        source: projection.field,
      };
      return [{ mount, ...common, ...contentOf(projection) }];
    });
  });
}

type TokenContent = Pick<TokenMount, 'kind' | 'secretName' | 'audience' | 'expirationSeconds' | 'lifetimeSeconds'>;

function contentOf(projection: Projection): TokenContent {
  if (projection.type !== 'token') {
    const secretName = projection.type === 'secret' ? (projection.secretName ?? null) : null;
    return { kind: 'secret', secretName, audience: null, expirationSeconds: null, lifetimeSeconds: null };
  }
  const expirationSeconds = projection.expirationSeconds ?? null;
  const audience = projection.audience ?? null;
  const lifetime = expirationSeconds === null ? null : lifetimeSeconds(expirationSeconds, projection.audience);
  return { kind: 'projected', secretName: null, audience, expirationSeconds, lifetimeSeconds: lifetime };
}

function inEnvironment({ secretReferences }: Container, isTokenSecret: IsTokenSecret): TokenMount[] {
  return secretReferences
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
      secretName: source.get('name').string ?? null,
      shows: 'file',
      file: null,
      doubt: undefined,
      source,
      mount: undefined,
    }));
}
