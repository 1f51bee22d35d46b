import type { ServiceAccount } from './accounts/account.ts';
import { type AccountReference, accountReference } from './pods/accountReference.ts';
import { decideAutomount, isMirrorPod } from './accounts/automount.ts';
import { accountNameAnnotation } from './objects/constants.ts';
import type { CompletenessIndex } from './completeness.ts';
import { containersOf } from './pods/container.ts';
import { decidedElsewhere } from './kustomize/decidedElsewhere.ts';
import { concat } from '../lists/concat.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Grant } from './rbac/grant.ts';
import { GrantIndex } from './rbac/grantIndex.ts';
import { groupBy } from '../lists/groupBy.ts';
import { ineffectiveInPod } from './validation/ineffectiveAutomount.ts';
import { LastMade } from '../memo/lastMade.ts';
import { isMissingAccount } from './missing.ts';
import { NameIndex } from './objects/nameIndex.ts';
import { objectsReadBy } from './pods/objectReferences.ts';
import type { Pod } from './pods/pod.ts';
import {
  type PodTemplate,
  isBuiltInWorkload,
  isStored,
  podTemplatesOf,
  rootOfPaths,
  volumesFromElsewhere,
} from './pods/podTemplate.ts';
import { type Binding, type Role, accountOfSubject, groupOfAccounts } from './rbac/rbac.ts';
import type { Made, Reads } from './objects/reads.ts';
import { type Resource, held } from './objects/resource.ts';
import type { Named } from './objects/scope.ts';
import { tokensOf } from './tokens/token.ts';
import { tokenObjects } from './tokens/tokenObjects.ts';
import { accountRejections, automountRejections } from './validation/admission.ts';
import { metadataRejections } from './validation/object.ts';
import { podRejections } from './validation/pod.ts';
import { type Rejection, subdomainFault } from './validation/rejection.ts';
import { unknownInPod } from './validation/unknownFields.ts';
import { volumesOf } from './pods/volume.ts';
import type { SecretAccount, Workload, WorkloadContainer } from './workloads/workload.ts';
import { mapped } from '../lists/mapped.ts';
import { mostWorkloads } from './facts.ts';

/** Looks up what a pod refers to. */
export class Joiner {
  readonly accounts: NameIndex<ServiceAccount>;
  readonly roles: NameIndex<Role>;
  readonly secrets: NameIndex<Resource>;
  readonly configMaps: NameIndex<Resource>;
  /** Pods by the names of their accounts. */
  readonly podsByAccount: NameIndex<NamedPod>;
  readonly grants: GrantIndex;
  readonly #reads: Reads;
  readonly #completeness: CompletenessIndex;
  readonly #files: readonly FileFacts[];
  #pods: readonly Pod[] | undefined;
  /** The pods of declared accounts, by the accounts' names. */
  readonly #podsOfName = new Map<string, Made<ReadonlyMap<ServiceAccount, readonly PodOfAccount[]>>>();
  #programs: ReadonlyMap<string | undefined, readonly Pod[]> | undefined;
  readonly #workloads = new LastMade<Pod, Made<Workload>>(mostWorkloads);
  #templates: { readonly resource: Resource; readonly found: readonly PodTemplate[] } | undefined;

  /** @param rejected bindings that the API server rejects for an account without namespace. */
  constructor(
    files: readonly FileFacts[],
    completeness: CompletenessIndex,
    rejected: () => readonly Binding[],
    reads: Reads,
  ) {
    this.#files = files;
    this.#completeness = completeness;
    this.#reads = reads;
    const index = <T extends Named>(kind: string, listOf: (file: FileFacts) => readonly T[]): NameIndex<T> =>
      new NameIndex(kind, () => concat(files, listOf), reads);
    this.accounts = index('accounts', (file) => file.accounts);
    this.roles = index('roles', (file) => file.roles);
    this.secrets = index('secrets', (file) => file.secrets);
    this.configMaps = index('configMaps', (file) => file.configMaps);
    this.podsByAccount = new NameIndex('podsByAccount', () => this.#allPods().map(namedPod), reads);
    const { accounts, roles, podsByAccount } = this;
    this.grants = new GrantIndex(
      { accounts, roles, podsByAccount, files, rejected, kustomized: completeness.kustomized },
      reads,
    );
  }

  #allPods(): readonly Pod[] {
    return (this.#pods ??= concat(this.#files, (file) => file.pods));
  }

  grantsOf({ resource, accountName }: Pod): Grant[] {
    return this.grants.of(accountName, this.accounts.nearestOne(accountName, resource), resource);
  }

  /** The workloads that run as a declared account. */
  workloadsOf(account: ServiceAccount): Workload[] {
    const found = this.#podsOf(account).filter(({ isSure }) => isSure);
    return mapped(found, ({ pod }) => this.workload(pod));
  }

  /** The workloads that may run as a declared account, and as well as another one; `undefined` where there are many. */
  workloadsPerhapsOf(account: ServiceAccount): Workload[] | undefined {
    const found = this.#podsOf(account).filter(({ isSure }) => !isSure);
    // For each of the accounts, the same ones are looked at.
    return found.length > mostWorkloads ? undefined : found.map(({ pod }) => this.workload(pod));
  }

  #podsOf(account: ServiceAccount): readonly PodOfAccount[] {
    const name = account.name ?? '';
    this.#reads.note('pods', name);
    const pods = this.#reads.memo(this.#podsOfName, name, () =>
      groupBy(
        concat(this.podsByAccount.candidates(name, null), ({ pod }) => this.#accountsOf(pod)),
        (one) => one.account,
      ),
    );
    return pods.get(account) ?? [];
  }

  /** The declared account that a pod runs as, or those that it may run as where several are equally near. */
  #accountsOf(pod: Pod): PodOfAccount[] {
    const account = this.accounts.nearestOne(pod.accountName, pod.resource);
    if (account !== undefined) return [{ account, pod, isSure: true }];
    return this.accounts.nearest(pod.accountName, pod.resource).map((one) => ({ account: one, pod, isSure: false }));
  }

  /** The workloads that a binding gives something. */
  workloadsGrantedBy(binding: Binding): Workload[] {
    const pods = binding.subjects.flatMap((subject) => {
      const account = accountOfSubject(subject);
      if (account !== undefined)
        return this.podsByAccount.candidates(account.name, account.namespace).map(({ pod }) => pod);
      return groupOfAccounts(subject) === undefined ? [] : this.#allPods();
    });
    const isGiven = (pod: Pod): boolean => this.grantsOf(pod).some((grant) => grant.binding === binding);
    return [...new Set(pods)].filter(isGiven).map((pod) => this.workload(pod));
  }

  podsRunning(program: string): readonly Pod[] {
    this.#reads.note('programs', program);
    this.#programs ??= groupBy(this.#allPods(), (pod) => pod.program);
    return this.#programs.get(program) ?? [];
  }

  workload(pod: Pod): Workload {
    return this.#reads.memo(this.#workloads, pod, () => this.#workload(pod.resource, this.#templateOf(pod)));
  }

  #templateOf({ resource, index }: Pod): PodTemplate {
    if (this.#templates?.resource !== resource) this.#templates = { resource, found: podTemplatesOf(resource) };
    const template = this.#templates.found[index];
    if (template === undefined) throw new Error(`${resource.kind} "${resource.name ?? ''}" lost a pod template`);
    return template;
  }

  #workload(resource: Resource, pod: PodTemplate): Workload {
    const reference = accountReference(pod.spec);
    const account = this.accounts.nearestOne(reference.name, resource);
    const { kustomized } = this.#completeness;
    const accountMissing =
      account === undefined &&
      !kustomized.names.mayRename(resource.document.uri) &&
      isMissingAccount(this.accounts, this.#completeness, reference.name, resource);
    const automount = decideAutomount(pod, account);
    const volumes = volumesOf(pod.spec);
    const objects = tokenObjects(this.secrets, this.configMaps, resource);
    const admission = { automount: automount.value, stored: isStored(pod) };
    const containers = mapped(containersOf(pod.spec), (container) => ({
      tokens: tokensOf(container, volumes, admission, objects),
      ...container,
    }));
    const grants = this.grants.of(reference.name, account, resource);
    const mountsElsewhere = kustomized.mayBringVolumes(resource);
    return {
      pod,
      serviceAccount: reference,
      account,
      accountMissing,
      automount,
      containers,
      volumes,
      ineffectiveAutomount: ineffectiveInPod(resource, pod, isBuiltInWorkload(resource)),
      unknownFields: unknownInPod(pod.spec, isBuiltInWorkload(resource)),
      grants,
      secretAccounts: this.#secretAccounts(containers, resource),
      misses: () => this.grants.misses(reference.name, resource, grants),
      decidedElsewhere: decidedElsewhere(resource, pod, account, containers, kustomized),
      generated: kustomized.generatedFor(resource, () => objectsReadBy(pod.spec)),
      mountsElsewhere,
      rejections: [
        ...(isBuiltInWorkload(resource) ? metadataRejections(resource, this.#completeness.kustomized) : []),
        ...podRejections(pod, rootOfPaths(resource, pod), mountsElsewhere ? undefined : volumesFromElsewhere(resource)),
        ...automountRejections(containers, automount.value, rootOfPaths(resource, pod)),
        ...this.#accountRejections(reference, account, pod, resource, accountMissing),
      ],
      ...held(resource),
    };
  }

  /** A template with an impossible name is itself refused, as is what a kubelet shows with an account (podRejections). */
  #accountRejections(
    reference: AccountReference,
    account: ServiceAccount | undefined,
    pod: PodTemplate,
    resource: Resource,
    missing: boolean,
  ): Rejection[] {
    if (isMirrorPod(pod) || (resource.kind !== 'Pod' && subdomainFault(reference.name) !== undefined)) return [];
    return accountRejections(reference, account, pod.spec, missing);
  }

  #secretAccounts(containers: readonly WorkloadContainer[], resource: Resource): SecretAccount[] {
    const names = new Set<string>();
    for (const { tokens } of containers)
      for (const { secretName } of tokens) if (secretName !== null) names.add(secretName);
    return concat([...names], (secretName) => {
      const secret = this.secrets.nearestOne(secretName, resource);
      const name = secret?.root.at('metadata', 'annotations', accountNameAnnotation).string;
      if (name === undefined) return [];
      return [{ secretName, name, grants: this.grants.of(name, this.accounts.nearestOne(name, resource), resource) }];
    });
  }
}

interface PodOfAccount {
  readonly account: ServiceAccount;
  readonly pod: Pod;
  /** Whether it runs as no other account. */
  readonly isSure: boolean;
}

/** A pod, looked up by the name of its account. */
interface NamedPod extends Named {
  readonly pod: Pod;
}

function namedPod(pod: Pod): NamedPod {
  const { namespace, document } = pod.resource;
  return { name: pod.accountName, namespace, document, pod };
}
