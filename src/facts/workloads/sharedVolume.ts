import { isBelow } from './mountedPath.ts';
import type { Volume } from '../pods/volume.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** The volume that a path of a container lies in, with the other containers that mount it; nothing where none does. */
export function sharedVolumeAt(
  path: string,
  container: WorkloadContainer,
  workload: Workload,
): { readonly volume: Volume; readonly others: readonly WorkloadContainer[] } | undefined {
  const [mount] = container.mounts
    .filter(({ mountPath }) => isBelow(path, mountPath))
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
  const volume = workload.volumes.find(({ name }) => name === mount?.volume);
  if (volume === undefined) return undefined;
  const others = workload.containers.filter(
    (other) => other !== container && other.mounts.some(({ volume: name }) => name === volume.name),
  );
  return others.length === 0 ? undefined : { volume, others };
}
