import type { Field } from '../../documents/field.ts';
import { defaultTokenPath, tokenVolumePrefix } from '../objects/constants.ts';
import type { VolumeMount } from '../pods/container.ts';
import { isBelow, usualPath } from './mountedPath.ts';
import { getsAutomount } from '../tokens/token.ts';
import type { Volume } from '../pods/volume.ts';
import { type Workload, type WorkloadContainer, isAdmissionVolume } from './workload.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/**
 * How a mount lies to the folder of the automatic token: `exact` keeps that away, the others do not (facts.md §6). It may be
 * the same folder by another spelling, lie inside of it, or be one of its parents up to `/var/run/secrets`.
 */
export type Nearness = 'exact' | 'spelling' | 'inside' | 'around';

const parents = new Set(['/var/run/secrets', '/var/run/secrets/kubernetes.io']);

export function nearnessToDefaultPath(mountPath: string): Nearness | undefined {
  if (mountPath === defaultTokenPath) return 'exact';
  const path = usualPath(mountPath);
  if (path === defaultTokenPath) return 'spelling';
  if (isBelow(path, defaultTokenPath)) return 'inside';
  return parents.has(path) ? 'around' : undefined;
}

/** The containers into which the admission plugin mounts the token volume, or what it takes for it. */
export function automaticContainers({ automount, containers }: Workload): WorkloadContainer[] {
  return containers.filter((container) => getsAutomount(container, automount.value));
}

/** A volume of the user's that the admission plugin takes for the token volume, by its name (facts.md §6). */
export function takenOverVolume(workload: Workload): Volume | undefined {
  if (automaticContainers(workload).length === 0) return undefined;
  const volume = workload.volumes.find(({ name }) => name.startsWith(tokenVolumePrefix));
  return volume === undefined || isAdmissionVolume(volume, workload) ? undefined : volume;
}

const mountsOfNoVolume = new WeakMap<Workload, ReadonlySet<unknown>>();

/** Whether the API server refuses the pod because a mount names no volume. */
export function namesNoVolume({ field }: VolumeMount, workload: Workload): boolean {
  const mounts = getOrMake(
    mountsOfNoVolume,
    workload,
    () => new Set(unresolvedMounts(workload).map(({ parent }) => parent?.node)),
  );
  return mounts.has(field.node);
}

/** The names of mounts that name no volume: the API server refuses the pod (facts.md §1). */
export function unresolvedMounts({ rejections }: Workload): Field[] {
  return rejections.flatMap(({ field }) => (isNameOfMount(field) && (field.string ?? '') !== '' ? [field] : []));
}

function isNameOfMount({ segment, parent }: Field): boolean {
  return segment === 'name' && parent?.parent?.segment === 'volumeMounts';
}
