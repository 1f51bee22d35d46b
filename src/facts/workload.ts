import type { Field } from '../documents/field.ts';
import type { ServiceAccount } from './account.ts';
import type { AutomountDecision } from './automount.ts';
import type { Container } from './container.ts';
import type { Grant } from './grant.ts';
import type { IneffectiveAutomount } from './ineffectiveAutomount.ts';
import type { PodTemplate } from './podTemplate.ts';
import type { Resource } from './resource.ts';
import type { TokenMount } from './token.ts';
import type { Volume } from './volume.ts';

/** Which account a pod runs as. */
export interface AccountReference {
  readonly name: string;
  /** The field that says so, `serviceAccountName` or the old `serviceAccount`; absent for `default`. */
  readonly field: Field;
}

/** A container and every token that it can read. */
export interface WorkloadContainer extends Container {
  readonly tokens: readonly TokenMount[];
}

/** A pod that an object of the input makes. */
export interface Workload extends Resource {
  readonly pod: PodTemplate;
  readonly serviceAccount: AccountReference;
  /** The declared account; `undefined` where the input does not hold it. */
  readonly account: ServiceAccount | undefined;
  readonly automount: AutomountDecision;
  readonly containers: readonly WorkloadContainer[];
  readonly volumes: readonly Volume[];
  /** Attempts to decide the automount that decide nothing. */
  readonly ineffectiveAutomount: readonly IneffectiveAutomount[];
  /** What the account may do, by each binding that names it or a group of it. */
  readonly grants: readonly Grant[];
}

/** `serviceAccountName` wins; where it is unset or empty, `serviceAccount` counts (facts.md §6). */
export function accountReference(podSpec: Field): AccountReference {
  const field = podSpec.get('serviceAccountName');
  if (field.string !== undefined && field.string !== '') return { name: field.string, field };
  const legacy = podSpec.get('serviceAccount');
  if (legacy.string !== undefined && legacy.string !== '') return { name: legacy.string, field: legacy };
  return { name: 'default', field };
}

/** The containers into which the API token is mounted by itself. */
export function automountedContainers(workload: Workload): WorkloadContainer[] {
  return workload.containers.filter((container) => container.tokens.some((token) => token.kind === 'automount'));
}

/** A token volume of the user's own that the admission plugin does not take over. */
export function isOwnVolume(volume: Volume, workload: Workload): boolean {
  return !workload.containers.some((container) =>
    container.tokens.some((token) => token.kind === 'automount' && token.volume === volume.name),
  );
}
