import type { ServiceAccount } from '../accounts/account.ts';
import type { AccountReference } from '../pods/accountReference.ts';
import type { AutomountDecision } from '../accounts/automount.ts';
import type { Container } from '../pods/container.ts';
import type { DecidedElsewhere } from '../kustomize/decidedElsewhere.ts';
import type { Grant } from '../rbac/grant.ts';
import type { IneffectiveAutomount } from '../validation/ineffectiveAutomount.ts';
import { type PodTemplate, isStored } from '../pods/podTemplate.ts';
import type { Miss } from '../rbac/subjects.ts';
import type { Resource } from '../objects/resource.ts';
import type { TokenMount } from '../tokens/token.ts';
import { extendedExpirationSeconds } from '../objects/constants.ts';
import type { GeneratedObject } from '../kustomize/kustomizeChange.ts';
import type { Rejection } from '../validation/rejection.ts';
import type { UnknownField } from '../validation/unknownFields.ts';
import { type Volume, isForApiServer } from '../pods/volume.ts';

/** A container and every token that it can read. */
export interface WorkloadContainer extends Container {
  readonly tokens: readonly TokenMount[];
}

/** The account whose long-lived token a container reads from a Secret. */
export interface SecretAccount {
  readonly secretName: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** A pod, or the template of one, joined with its account, its tokens and what is granted to the account. */
export interface Workload extends Resource {
  readonly pod: PodTemplate;
  readonly serviceAccount: AccountReference;
  /** The declared account; `undefined` where the input does not hold it. */
  readonly account: ServiceAccount | undefined;
  /** Whether the input holds all accounts but not this one, so that the admission plugin refuses the pod. */
  readonly accountMissing: boolean;
  readonly automount: AutomountDecision;
  readonly containers: readonly WorkloadContainer[];
  readonly volumes: readonly Volume[];
  /** Attempts to turn the automount on or off that have no effect. */
  readonly ineffectiveAutomount: readonly IneffectiveAutomount[];
  /** Misspelt fields around tokens, which Kubernetes does not know: `readonly`, `expirationseconds`. */
  readonly unknownFields: readonly UnknownField[];
  /** What the account may do, by each binding that names it or a group of it. */
  readonly grants: readonly Grant[];
  /** The accounts whose tokens its containers read from Secrets. */
  readonly secretAccounts: readonly SecretAccount[];
  /** Bindings that may be meant for its account but are not known to grant it anything; searched when asked for. */
  readonly misses: () => Iterable<Miss>;
  /** What else decides about the pod, such as a kustomization, so that its final state is not known. */
  readonly decidedElsewhere: DecidedElsewhere | undefined;
  /** ConfigMaps and Secrets that it reads and that a kustomization generates from files. */
  readonly generated: readonly GeneratedObject[];
  /** Whether a kustomization may add volumes or mounts. */
  readonly mountsElsewhere: boolean;
  /** Why the API server refuses the pod; empty where it does not, as far as manifests can tell. */
  readonly rejections: readonly Rejection[];
}

/** Every token for the API server that a container of the pod can read. */
export function tokensOfApiServer(workload: Workload): TokenMount[] {
  const found: TokenMount[] = [];
  for (const { tokens } of workload.containers)
    for (const token of tokens)
      if (token.kind !== 'secret' && isForApiServer(token.audience ?? undefined)) found.push(token);
  return found;
}

/** The containers that get the automounted token; none of a pod that the admission plugin refuses. */
export function automountedContainers(workload: Workload): WorkloadContainer[] {
  if (workload.accountMissing) return [];
  return workload.containers.filter((container) =>
    container.tokens.some((token) => token.kind === 'automount' && isForApiServer(token.audience ?? undefined)),
  );
}

/** Whether only the account could turn the automount off, and the input does not hold the account. */
export function isLeftToUnseenAccount({ account, serviceAccount, automount }: Workload): boolean {
  return account === undefined && serviceAccount.name !== 'default' && automount.decidedBy === 'default';
}

/** Whether the automounted token is the only token of the pod's account that its containers get. */
export function hasOnlyAutomount({ containers }: Workload): boolean {
  return containers.every(({ tokens }) => tokens.every(({ kind }) => kind !== 'projected'));
}

/**
 * Whether a volume is the one that the admission plugin added, as stored pods show it (`kubectl get pod -o yaml`), and
 * not one of the user's that only has such a name.
 */
export function isAdmissionVolume(volume: Volume, workload: Workload): boolean {
  if (!isStored(workload.pod)) return false;
  const [first] = volume.projections;
  const mounted = workload.containers.flatMap(({ tokens }) => tokens).filter((token) => token.volume === volume.name);
  return (
    mounted.some((token) => token.kind === 'automount') &&
    first?.type === 'token' &&
    first.path === 'token' &&
    first.audience === undefined &&
    first.expirationSeconds === extendedExpirationSeconds
  );
}
