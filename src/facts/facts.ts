import type { SourceDocument } from '../documents/document.ts';
import type { ServiceAccount } from './accounts/account.ts';
import type { AccountMention } from './accounts/accountMentions.ts';
import { CompletenessIndex } from './completeness.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Incomplete } from './pods/incomplete.ts';
import type { Grant } from './rbac/grant.ts';
import { NameIndex } from './objects/nameIndex.ts';
import type { Pod } from './pods/pod.ts';
import type { Binding, Role } from './rbac/rbac.ts';
import type { Resource } from './objects/resource.ts';
import type { Named } from './objects/scope.ts';
import type { Workload } from './workloads/workload.ts';

/**
 * What all documents together say, joined by namespace and name. The lists are of what is looked at, which may be a
 * part of the input; indexes, and what is asked for by a name or an account, know all of it.
 */
export interface Facts {
  readonly resources: readonly Resource[];
  readonly workloads: readonly Workload[];
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  /** What bindings grant to accounts, used by a workload or not; for a part, all grants that concern its objects. */
  readonly grants: readonly Grant[];
  readonly secrets: readonly Resource[];
  readonly accountIndex: NameIndex<ServiceAccount>;
  readonly roleIndex: NameIndex<Role>;
  readonly secretIndex: NameIndex<Resource>;
  readonly configMaps: NameIndex<Resource>;
  /** Pods by the names of their accounts. */
  readonly podsByAccount: NameIndex<Named>;
  readonly mentions: NameIndex<AccountMention>;
  /** Series that the recording rules of Prometheus make. */
  readonly recordings: NameIndex<Named>;
  readonly completeness: CompletenessIndex;
  /** The workloads that run as a declared account. */
  workloadsOf(account: ServiceAccount): readonly Workload[];
  /**
   * Workloads that may run as this account, or as another that is equally near; `undefined` where they are too many.
   */
  workloadsPerhapsOf(account: ServiceAccount): readonly Workload[] | undefined;
  /** The workloads whose accounts a binding grants something. */
  workloadsGrantedBy(binding: Binding): readonly Workload[];
  grantsOf(pod: Pod): readonly Grant[];
  /** The pods that run one program alone (`programOf`). */
  podsRunning(program: string): readonly Pod[];
  /** The minor version of Kubernetes that a document's file says kubeadm installs. */
  clusterMinorOf(document: SourceDocument): number | undefined;
  /** Whether an object of an API group may belong together with a document. */
  holdsGroup(group: string, from: SourceDocument): boolean;
  /** Whether a text that may belong together with a document gives an account this name. */
  isWritten(accountName: string, from: SourceDocument): boolean;
}

/** What facts hold, beside what they can look up. */
export type Lists = Pick<Facts, 'resources' | 'workloads' | 'accounts' | 'secrets' | 'roles' | 'bindings' | 'grants'>;

/** How many workloads are looked at together: so long they are kept, and what is made of them. */
export const mostWorkloads = 32;

/** Everything that was read, joined, and how to look at it: as a whole, or part by part. */
export interface JoinedFacts {
  readonly all: Facts;
  /**
   * Parts that together are everything, each object in one of them: workloads, a few at a time and with their accounts,
   * then what makes no pods, then roles, bindings and the accounts that nothing runs as. What is not looked at is not held.
   */
  parts(): Generator<Facts>;
  /** All of one file. */
  of(file: FileFacts): Facts;
  partsOf(file: FileFacts): Generator<Facts>;
  /** How many workloads a file has; a patch has none. */
  workloadsIn(file: FileFacts): number;
  /** What of a file looks like a manifest and is none, which a patch need not be. */
  incompleteIn(file: FileFacts): readonly Incomplete[];
}
