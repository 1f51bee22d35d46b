import type { Field } from '../documents/field.ts';
import { normalizePath } from './container.ts';
import type { Volume } from './volume.ts';

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

const longestName = 255;

/** Why the kubelet cannot lay out a projected volume that the API server accepts, so that the pod never starts. */
export function setupFault(volume: Volume): { readonly field: Field; readonly reason: string } | undefined {
  const files = new Set<string>();
  for (const projection of volume.projections) {
    if (projection.type !== 'token' || projection.path === undefined) continue;
    const path = normalizePath(projection.path);
    const field = projection.field.get('path');
    if (path === '') return { field, reason: 'the path is the volume’s own folder' };
    if (path.split('/').some((name) => name.length > longestName)) return { field, reason: 'file name too long' };
    for (const other of files) {
      if (path.startsWith(`${other}/`))
        return { field, reason: `"${other}" is already a file, so nothing can be below it` };
      if (other.startsWith(`${path}/`))
        return { field, reason: `"${path}" is already a folder, as "${other}" is below it` };
    }
    files.add(path);
  }
  return undefined;
}
