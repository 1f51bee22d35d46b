import { type Container, type VolumeMount, absolutePath, normalizePath } from '../pods/container.ts';
import { LongLists } from '../../memo/longLists.ts';
import { type Projection, isCertain, writtenPaths } from '../pods/volume.ts';

/** Answers whether a Secret of the pod's namespace holds a ServiceAccount token. */
export type IsTokenSecret = (secretName: string) => boolean;

/** What of the pod's namespace tokens depend on. */
export interface TokenObjects {
  readonly isTokenSecret: IsTokenSecret;
  /** The keys of a ConfigMap or Secret; `undefined` where they are not known. */
  readonly keysOf: (kind: 'ConfigMap' | 'Secret', name: string) => readonly string[] | undefined;
}

/** Where a source lays tokens in its volume. */
export function tokenPaths(projection: Projection, { isTokenSecret }: TokenObjects): string[] {
  if (projection.type === 'token') return projection.path === undefined ? [] : [normalizePath(projection.path)];
  if (projection.type === 'other' || projection.secretName === undefined || !isTokenSecret(projection.secretName))
    return [];
  if (projection.items === undefined) return ['token'];
  return projection.items.filter(({ key }) => key === 'token').map(({ path }) => normalizePath(path));
}

/** Whether a later source of a volume is known to write the same path: the last one wins (facts.md §7). */
export function isOverwritten(path: string, later: readonly Projection[]): boolean {
  return later.some((projection) => isCertain(projection) && writes(projection, normalizePath(path)));
}

function writes(projection: Projection, path: string): boolean {
  return writtenPaths(projection)?.some((other) => normalizePath(other) === path) === true;
}

/** Whether later sources of a volume write over a path; `unknown` where they or their keys may not be there. */
export function fateOf(
  path: string,
  later: readonly Projection[],
  objects: TokenObjects,
): 'overwritten' | 'unknown' | 'kept' {
  if (isOverwritten(path, later)) return 'overwritten';
  if (later.some((projection) => writes(projection, path))) return 'unknown';
  // Keys have no slashes.
  const keys = path.includes('/')
    ? []
    : later.filter((one) => writtenPaths(one) === undefined).map((one) => keysIn(one, objects));
  if (keys.some((list) => list?.includes(path))) return 'overwritten';
  return keys.includes(undefined) ? 'unknown' : 'kept';
}

function keysIn(projection: Projection, { isTokenSecret, keysOf }: TokenObjects): readonly string[] | undefined {
  const name = projection.field.get('name').string ?? '';
  if (projection.type === 'secret')
    return isTokenSecret(name) ? ['token', 'ca.crt', 'namespace'] : keysOf('Secret', name);
  // Every namespace has it, with that one key.
  return name === 'kube-root-ca.crt' ? ['ca.crt'] : keysOf('ConfigMap', name);
}

/** What of a token's path remains below a mount with `subPath`; `undefined` where the mount shows something else. */
export function throughSubPath(
  path: string,
  subPath: string | undefined,
): { readonly below: string } | 'unknown' | undefined {
  if (subPath === undefined) return { below: path };
  if (subPath.includes('$(')) return 'unknown';
  const prefix = normalizePath(subPath).replace(/^\.\.data(?:\/|$)/, '');
  if (prefix === '') return { below: path };
  if (path === prefix) return { below: '' };
  return path.startsWith(`${prefix}/`) ? { below: path.slice(prefix.length + 1) } : undefined;
}

const mountPaths = new LongLists<VolumeMount, ReadonlySet<string>>();

function pathOf({ mountPath }: VolumeMount): string {
  return absolutePath(mountPath);
}

/** Whether another mount of the container, deeper than the file's own, hides the file. */
export function isMountedOver(file: string, mount: VolumeMount, container: Container): boolean {
  const base = absolutePath(mount.mountPath);
  const mounted = mountPaths.get(container.mounts, () => new Set(container.mounts.map(pathOf)));
  for (let path = file; path.length > base.length; path = path.slice(0, path.lastIndexOf('/')))
    if (mounted.has(path)) return true;
  return false;
}
