import { normalizePath } from '../pods/container.ts';
import type { TokenMount } from '../tokens/token.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What lies at a path of a container, as far as manifests tell. */
export type AtPath =
  | { readonly found: 'token'; readonly token: TokenMount }
  /** A mount that may hold anything. */
  | { readonly found: 'unknown' }
  /** A volume of tokens that has no such file. */
  | { readonly found: 'other'; readonly files: readonly string[] }
  /** No mount: only what the image brings. */
  | { readonly found: 'nothing' };

export function atPath(path: string, container: WorkloadContainer, workload: Workload): AtPath {
  const wanted = usualPath(path);
  const token = container.tokens.find(({ file }) => file !== null && usualPath(file) === wanted);
  if (token !== undefined) return token.doubt === undefined ? { found: 'token', token } : { found: 'unknown' };
  const covering = container.mounts.filter(({ mountPath }) => isBelow(wanted, mountPath));
  const held = container.tokens.filter(({ mountPath }) => mountPath !== null && isBelow(wanted, mountPath));
  const onlyTokens = covering.every(({ volume }) => {
    const declared = workload.volumes.find(({ name }) => name === volume);
    return declared?.projections.length !== 0 && declared?.projections.every(({ type }) => type === 'token') === true;
  });
  if (!onlyTokens) return { found: 'unknown' };
  if (held.some(({ doubt }) => doubt !== undefined)) return { found: 'unknown' };
  const files = held.flatMap(({ file }) => (file === null ? [] : usualPath(file)));
  // A folder of tokens may well be what is wanted.
  if (files.some((file) => file.startsWith(`${wanted}/`))) return { found: 'unknown' };
  return files.length === 0 ? { found: 'nothing' } : { found: 'other', files };
}

/**
 * A path in the spelling by which paths are compared: `/run` is a link to `/var/run`, or the other way round, in nearly every
 * image; `..data` is one to what is beside it.
 */
export function usualPath(path: string): string {
  const written = `/${normalizePath(path)}`;
  const normal = written.includes('/..data') ? written.replace(/\/\.\.data(?=\/|$)/, '') : written;
  return normal.startsWith('/run') ? normal.replace(/^\/run(?=\/|$)/, '/var/run') : normal;
}

/** Whether a path is a folder or lies below it, by whichever spelling. */
export function isBelow(path: string, folder: string): boolean {
  const [below, base] = [usualPath(path), usualPath(folder)];
  return below === base || below.startsWith(base === '/' ? '/' : `${base}/`);
}
