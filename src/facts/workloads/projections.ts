import type { Volume, TokenProjection } from '../pods/volume.ts';
import { type Workload, isAdmissionVolume } from './workload.ts';
import { defaultTokenPath } from '../objects/constants.ts';
import { mayBeSame } from '../objects/substitution.ts';

/** A token that the author of a pod asks for, unlike the one that the admission plugin adds. */
export interface OwnProjection {
  readonly workload: Workload;
  readonly volume: Volume;
  readonly projection: TokenProjection;
}

/** All `serviceAccountToken` sources that people wrote. */
export function* ownProjections(workloads: readonly Workload[]): Generator<OwnProjection> {
  for (const workload of workloads) {
    for (const volume of workload.volumes) {
      if (volume.type !== 'projected' || isAdmissionVolume(volume, workload)) continue;
      for (const projection of volume.projections) {
        if (projection.type === 'token') yield { workload, volume, projection };
      }
    }
  }
}

/**
 * Whether a container finds this token in the folder where clients look for the API's, in place of the automatic one, or
 * may do so once its path is filled in. Of a volume with several, it is the one that clients read.
 */
export function replacesAutomount({ workload, volume, projection }: OwnProjection): boolean {
  const isOther = !mayBeSame(projection.path, 'token');
  if (isOther && volume.projections.some((one) => one.type === 'token' && one !== projection)) return false;
  return workload.containers.some((container) =>
    container.mounts.some(
      (mount) => mayBeSame(mount.volume, volume.name) && mayBeSame(mount.mountPath, defaultTokenPath),
    ),
  );
}
