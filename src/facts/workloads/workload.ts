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
import type { OpaqueObject } from '../kustomize/kustomizeChange.ts';
import type { Rejection } from '../validation/rejection.ts';
import type { UnknownField } from '../validation/unknownFields.ts';
import { type Volume, isForApiServer } from '../pods/volume.ts';

/** A container and every token that it can read. */
export interface WorkloadContainer extends Container {
  readonly tokens: readonly TokenMount[];
}

/** The account whose token without expiry a container holds. */
export interface SecretAccount {
  readonly secretName: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** A pod that an object of the input makes. */
export interface Workload extends Resource {
  readonly pod: PodTemplate;
  readonly serviceAccount: AccountReference;
  /** The declared account; `undefined` where the input does not hold it. */
  readonly account: ServiceAccount | undefined;
  /** Whether the input, which holds all accounts, does not hold this one: admission refuses the pod. */
  readonly accountMissing: boolean;
  readonly automount: AutomountDecision;
  readonly containers: readonly WorkloadContainer[];
  readonly volumes: readonly Volume[];
  /** Attempts to decide the automount that decide nothing. */
  readonly ineffectiveAutomount: readonly IneffectiveAutomount[];
  /** Fields around tokens that Kubernetes does not have: `readonly`, `expirationseconds`. */
  readonly unknownFields: readonly UnknownField[];
  /** What the account may do, by each binding that names it or a group of it. */
  readonly grants: readonly Grant[];
  /** Accounts of the Secrets with tokens that its containers hold, and what those may do. */
  readonly secretAccounts: readonly SecretAccount[];
  /** What may mean its account, and is not known to grant it anything; looked for when it is asked for. */
  readonly misses: () => Iterable<Miss>;
  /** Who else decides about it: what it is in the end is not known. */
  readonly decidedElsewhere: DecidedElsewhere | undefined;
  /** What it reads that a kustomization makes of files. */
  readonly opaque: readonly OpaqueObject[];
  /** Whether a kustomization may bring more volumes, or mounts of them. */
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

/** The containers into which a token for the API server is mounted by itself; none of a pod that admission refuses. */
export function automountedContainers(workload: Workload): WorkloadContainer[] {
  if (workload.accountMissing) return [];
  return workload.containers.filter((container) =>
    container.tokens.some((token) => token.kind === 'automount' && isForApiServer(token.audience ?? undefined)),
  );
}

/** Whether nothing of the input turns the automount off, but the account might, which the input does not hold. */
export function isLeftToUnseenAccount({ account, serviceAccount, automount }: Workload): boolean {
  return account === undefined && serviceAccount.name !== 'default' && automount.decidedBy === 'default';
}

/** Whether no container gets another token of the pod's account than the one that is mounted by itself. */
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
