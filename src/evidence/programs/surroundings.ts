import type { VolumeMount } from '../../facts/pods/container.ts';
import type { Variables } from '../../facts/pods/environment.ts';
import type { WorkloadContainer } from '../../facts/workloads/workload.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { MountedFile } from '../texts/mountedFiles.ts';
import type { ImageNames } from '../knowledge/programNames.ts';

/** What a container's command line runs, scripts included. */
export interface Runs {
  /** The image's own program. */
  own: boolean;
  /** A program that is not the image's, nor a usual tool. */
  other: boolean;
  /** A script or program that the input does not show, such as a file of a volume. */
  unseen: boolean;
  /** Such a script or program that is surely not the image's: a volume holds it, or a script downloads or writes it. */
  brought: boolean;
}

export interface Surroundings {
  readonly container: WorkloadContainer;
  readonly names: ImageNames;
  readonly files: () => Iterable<MountedFile>;
  readonly environment: Variables;
  /** Whether a volume starts empty, and nobody else writes to it. */
  readonly isEmpty: (mount: VolumeMount) => boolean;
  readonly knowledge: Knowledge;
}
