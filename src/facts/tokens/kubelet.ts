import type { Field } from '../../documents/field.ts';
import { normalizePath } from '../pods/container.ts';
import { type Projection, type Volume, isCertain, writtenPaths } from '../pods/volume.ts';

/** Permissions and owners of a token's file, as the kubelet sets them (facts.md §10). */
export interface FileMode {
  readonly mode: number;
  /** 0 is root. */
  readonly uid: number;
  readonly gid: number;
  /** Whether `defaultMode` decides; otherwise the kubelet ignores it for tokens. */
  readonly byDefaultMode: boolean;
}

const defaultMode = 0o644;

/** The mode of a projected token's file: `defaultMode` counts only without an fsGroup and a common runAsUser. */
export function tokenFileMode(podSpec: Field, volume: Volume): FileMode {
  const written = volume.field.at('projected', 'defaultMode').number ?? defaultMode;
  const uid = commonUser(podSpec);
  const gid = podSpec.at('securityContext', 'fsGroup').number;
  if (gid !== undefined) return { mode: 0o640, uid: uid ?? 0, gid, byDefaultMode: false };
  if (uid !== undefined) return { mode: 0o600, uid, gid: 0, byDefaultMode: false };
  return { mode: written, uid: 0, gid: 0, byDefaultMode: true };
}

/** The one user that all containers run as, init and debug containers included. */
function commonUser(podSpec: Field): number | undefined {
  const ofPod = podSpec.at('securityContext', 'runAsUser').number;
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    podSpec.get(list).items(),
  );
  const users = containers.map((container) => container.at('securityContext', 'runAsUser').number ?? ofPod);
  const [first] = users;
  return users.every((user) => user === first) ? first : undefined;
}

/** A container's user, as far as the pod says it. */
export interface ContainerUser {
  /** `undefined`: one other than root, as the pod wants it (`runAsNonRoot`). */
  readonly uid: number | undefined;
  /** Whether it is known to be in no group of root's by the pod; the image may still put it into one. */
  readonly reads: 'no' | 'unlikely';
}

/** A container's user that is not root and cannot read a file of root's; `undefined` where it can, or may. */
export function userWithoutAccess(container: Field, podSpec: Field, { mode }: FileMode): ContainerUser | undefined {
  const of = (key: string): Field => {
    const own = container.at('securityContext', key);
    return own.set ? own : podSpec.at('securityContext', key);
  };
  const uid = of('runAsUser').number;
  const isOther = uid === undefined ? of('runAsNonRoot').boolean === true : uid !== 0;
  if (!isOther || (mode & 0o004) !== 0) return undefined;
  if ((mode & 0o040) === 0) return { uid, reads: 'no' };
  // Without a group of its own, the user mostly has root's.
  const groups = podSpec.at('securityContext', 'supplementalGroups').items();
  const gid = of('runAsGroup').number;
  if (gid === undefined || gid === 0 || groups.some(({ number }) => number === 0)) return undefined;
  return { uid, reads: 'unlikely' };
}

const longestName = 255;

interface SetupFault {
  /** The path of a token. */
  readonly field: Field;
  readonly reason: string;
}

/**
 * Why the kubelet cannot lay out a projected volume that the API server accepts, so that the pod never starts
 * (facts.md §7). Among other sources than tokens, the API server rejects such paths itself.
 */
export function setupFault(volume: Volume): SetupFault | undefined {
  const written: { readonly path: string; readonly field: Field | undefined }[] = [];
  for (const projection of volume.projections) {
    const field = projection.type === 'token' ? projection.field.get('path') : undefined;
    for (const path of certainPaths(projection)) {
      const fault = field && pathFault(path, field);
      if (fault !== undefined) return fault;
      for (const earlier of written) {
        const token = field ?? earlier.field;
        const reason = collision(path, earlier.path) ?? collision(earlier.path, path);
        if (token !== undefined && reason !== undefined) return { field: token, reason };
      }
      written.push({ path, field });
    }
  }
  return undefined;
}

/** The paths that a source writes wherever the pod starts. */
function certainPaths(projection: Projection): string[] {
  return isCertain(projection) ? (writtenPaths(projection) ?? []).map(normalizePath) : [];
}

function pathFault(path: string, field: Field): SetupFault | undefined {
  if (path === '') return { field, reason: 'the path is the volume’s own folder' };
  const tooLong = path.split('/').some((name) => name.length > longestName);
  return tooLong ? { field, reason: 'file name too long' } : undefined;
}

function collision(file: string, below: string): string | undefined {
  return file !== '' && below.startsWith(`${file}/`)
    ? `"${file}" cannot be a file and the folder of "${below}"`
    : undefined;
}
