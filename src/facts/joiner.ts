import type { SourceDocument } from '../documents/document.ts';
import type { ServiceAccount } from './account.ts';
import { type AccountReference, accountReference } from './accountReference.ts';
import { decideAutomount } from './automount.ts';
import { accountNameAnnotation } from './constants.ts';
import type { CompletenessIndex } from './completeness.ts';
import { containersOf } from './container.ts';
import { type Grant, makeGrant } from './grant.ts';
import { ineffectiveInPod } from './ineffectiveAutomount.ts';
import { isMissingAccount } from './missing.ts';
import { NameIndex } from './nameIndex.ts';
import type { Pod } from './pod.ts';
import {
  type PodTemplate,
  isBuiltInWorkload,
  podTemplatesOf,
  rootOfPaths,
  volumesFromElsewhere,
} from './podTemplate.ts';
import { type Binding, type PolicyRule, type Role, type Subject, accountOfSubject, groupOfAccounts } from './rbac.ts';
import { type Resource, held } from './resource.ts';
import { type Named, mayBelongTogether, mostCommonFolders, namespacesMeet, nearest, sharesFolders } from './scope.ts';
import { tokensOf } from './token.ts';
import { tokenObjects } from './tokenObjects.ts';
import { accountRejections, automountRejections } from './validation/admission.ts';
import { podRejections } from './validation/pod.ts';
import { type Rejection, subdomainFault } from './validation/rejection.ts';
import { type Volume, volumesOf } from './volume.ts';
import type { SecretAccount, Workload, WorkloadContainer } from './workload.ts';

/** A subject that names one account, looked up by that account's name. */
interface NamedSubject {
  readonly name: string;
  readonly namespace: string | null;
  readonly document: SourceDocument;
  readonly binding: Binding;
  readonly subject: Subject;
}

/** What is joined. */
interface Parts {
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly secrets: readonly Resource[];
  readonly configMaps: readonly Resource[];
  readonly pods: readonly Pod[];
  readonly completeness: CompletenessIndex;
}

/** Workloads that are kept for the next look. */
const mostHeld = 128;

/** Looks up what a pod refers to. */
export class Joiner {
  readonly accounts: NameIndex<ServiceAccount>;
  readonly roles: NameIndex<Role>;
  readonly secrets: NameIndex<Resource>;
  readonly configMaps: NameIndex<Resource>;
  readonly #completeness: CompletenessIndex;
  readonly #clusterRoles: readonly Role[];
  readonly #subjects: NameIndex<NamedSubject>;
  readonly #declared = new Map<NamedSubject, readonly ServiceAccount[]>();
  /** How many folders a subject's binding shares with the nearest pod that may be meant. */
  readonly #nearestUsers = new Map<NamedSubject, number>();
  readonly #hasUsers = new Map<NamedSubject, boolean>();
  readonly #pods: readonly Pod[];
  #podsOf: Map<ServiceAccount, Pod[]> | undefined;
  readonly #workloads = new Map<Pod, Workload>();
  #templates: { readonly resource: Resource; readonly found: readonly PodTemplate[] } | undefined;
  /** Workloads by the names of their accounts. */
  readonly #users: NameIndex<Named>;
  readonly #groups: readonly {
    readonly binding: Binding;
    readonly subject: Subject;
    readonly namespace: string | null;
  }[];

  constructor(parts: Parts) {
    this.#completeness = parts.completeness;
    this.accounts = new NameIndex(parts.accounts);
    this.roles = new NameIndex(parts.roles);
    this.secrets = new NameIndex(parts.secrets);
    this.configMaps = new NameIndex(parts.configMaps);
    this.#clusterRoles = parts.roles.filter((role) => role.kind === 'ClusterRole');
    this.#pods = parts.pods;
    this.#users = new NameIndex(
      parts.pods.map(({ accountName, resource: { namespace, document } }) => ({
        name: accountName,
        namespace,
        document,
      })),
    );
    const subjects = parts.bindings.flatMap((binding) => binding.subjects.map((subject) => ({ binding, subject })));
    this.#subjects = new NameIndex(
      subjects.flatMap(({ binding, subject }) => {
        const account = accountOfSubject(subject);
        return account === undefined ? [] : [{ ...account, document: binding.document, binding, subject }];
      }),
    );
    this.#groups = subjects.flatMap(({ binding, subject }) => {
      const group = groupOfAccounts(subject);
      return group === undefined ? [] : [{ binding, subject, namespace: group.namespace }];
    });
  }

  /** Every grant to an account or to a group of accounts, whether or not a workload uses it. */
  allGrants(): Grant[] {
    const named = [...this.#subjects.values()];
    return [...named, ...this.#groups].map(({ binding, subject }) => this.#grant(binding, subject));
  }

  grantsOf({ resource, accountName }: Pod): Grant[] {
    return this.#grants(accountName, this.accounts.nearestOne(accountName, resource), resource);
  }

  /** The workloads that run as a declared account. */
  workloadsOf(account: ServiceAccount): Workload[] {
    this.#podsOf ??= this.#groupPods();
    return (this.#podsOf.get(account) ?? []).map((pod) => this.workload(pod));
  }

  #groupPods(): Map<ServiceAccount, Pod[]> {
    const groups = new Map<ServiceAccount, Pod[]>();
    for (const pod of this.#pods) {
      const account = this.accounts.nearestOne(pod.accountName, pod.resource);
      const own = account === undefined ? undefined : groups.get(account);
      if (own !== undefined) own.push(pod);
      else if (account !== undefined) groups.set(account, [pod]);
    }
    return groups;
  }

  workload(pod: Pod): Workload {
    const known = this.#workloads.get(pod);
    if (known !== undefined) return known;
    const made = this.#workload(pod.resource, this.#templateOf(pod));
    this.#workloads.set(pod, made);
    for (const oldest of this.#workloads.keys()) {
      if (this.#workloads.size <= mostHeld) break;
      this.#workloads.delete(oldest);
    }
    return made;
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
    const automount = decideAutomount(pod, account);
    const volumes = volumesOf(pod.spec);
    const objects = tokenObjects(this.secrets, this.configMaps, resource);
    const containers = containersOf(pod.spec).map((container) => ({
      ...container,
      tokens: tokensOf(container, volumes, automount.value, objects),
    }));
    const grants = this.#grants(reference.name, account, resource);
    return {
      ...held(resource),
      pod,
      serviceAccount: reference,
      account,
      automount,
      containers,
      volumes,
      ineffectiveAutomount: ineffectiveInPod(resource, pod, isBuiltInWorkload(resource)),
      grants,
      secretAccounts: this.#secretAccounts(containers, resource),
      misdirected: grants.length > 0 ? [] : this.#misdirected(reference.name, resource),
      rejections: [
        ...podRejections(pod, rootOfPaths(resource, pod), volumesFromElsewhere(resource)),
        ...automountRejections(containers, automount.value, rootOfPaths(resource, pod)),
        ...this.#accountRejections(reference, account, volumes, resource),
      ],
    };
  }

  /** A template with an impossible name is itself refused (podRejections). */
  #accountRejections(
    reference: AccountReference,
    account: ServiceAccount | undefined,
    volumes: readonly Volume[],
    resource: Resource,
  ): Rejection[] {
    if (resource.kind !== 'Pod' && subdomainFault(reference.name) !== undefined) return [];
    const missing = isMissingAccount(this.accounts, this.#completeness, reference.name, resource);
    return accountRejections(reference, account, volumes, missing);
  }

  #secretAccounts(containers: readonly WorkloadContainer[], resource: Resource): SecretAccount[] {
    const names = new Set(containers.flatMap(({ tokens }) => tokens.flatMap(({ secretName }) => secretName ?? [])));
    return [...names].flatMap((secretName) => {
      const secret = this.secrets.nearestOne(secretName, resource);
      const name = secret?.root.at('metadata', 'annotations', accountNameAnnotation).string;
      if (name === undefined) return [];
      return [{ secretName, name, grants: this.#grants(name, this.accounts.nearestOne(name, resource), resource) }];
    });
  }

  #grants(name: string, account: ServiceAccount | undefined, workload: Resource): Grant[] {
    const named = this.#subjects
      .candidates(name, workload.namespace)
      .filter((subject) => this.#meansAccount(subject, account, workload));
    const groups = this.#groups.filter(
      (group) =>
        mayBelongTogether(group.binding.document, workload.document) &&
        (group.namespace === null || namespacesMeet(workload, group)),
    );
    return [...named, ...groups].map(({ binding, subject }) => this.#grant(binding, subject));
  }

  #misdirected(name: string, workload: Resource): Subject[] {
    if (name === 'default' || workload.namespace === null) return [];
    return this.#subjects
      .candidates(name, null)
      .filter(
        (subject) =>
          subject.namespace !== workload.namespace &&
          mayBelongTogether(subject.document, workload.document) &&
          this.#declaredBy(subject).length === 0 &&
          !this.#isUsed(subject),
      )
      .map(({ subject }) => subject);
  }

  /**
   * A subject means the declared account nearest to its binding. An undeclared one, or one of several that are equally
   * near, is whoever runs by that name: in that namespace, or where none is written, nearest to the binding.
   */
  #meansAccount(subject: NamedSubject, account: ServiceAccount | undefined, workload: Resource): boolean {
    const declared = this.#declaredBy(subject);
    if (account !== undefined && declared.length > 0) return declared.includes(account);
    if (!mayBelongTogether(subject.document, workload.document) || !namespacesMeet(workload, subject)) return false;
    if (declared.length > 0 && account === undefined) return true;
    if (workload.namespace !== null && workload.namespace === subject.namespace) return true;
    return sharesFolders(workload.document, subject.document) >= this.#nearestUser(subject);
  }

  #nearestUser(subject: NamedSubject): number {
    const known = this.#nearestUsers.get(subject);
    if (known !== undefined) return known;
    const found = mostCommonFolders(this.#users.candidates(subject.name, subject.namespace), subject.document);
    this.#nearestUsers.set(subject, found);
    return found;
  }

  #isUsed(subject: NamedSubject): boolean {
    const known = this.#hasUsers.get(subject);
    if (known !== undefined) return known;
    const found = this.#users.nearest(subject.name, subject).length > 0;
    this.#hasUsers.set(subject, found);
    return found;
  }

  #declaredBy(subject: NamedSubject): readonly ServiceAccount[] {
    const known = this.#declared.get(subject);
    if (known !== undefined) return known;
    const found = this.accounts.nearest(subject.name, subject);
    this.#declared.set(subject, found);
    return found;
  }

  #grant(binding: Binding, subject: Subject): Grant {
    const clusterRole = binding.roleKind === 'ClusterRole';
    const from = { document: binding.document, namespace: clusterRole ? null : binding.namespace };
    const sameKind = this.roles
      .candidates(binding.roleName, from.namespace)
      .filter((role) => role.kind === binding.roleKind);
    const candidates = nearest(sameKind, from);
    const role = candidates[0];
    return makeGrant(binding, subject, role, role === undefined ? [] : this.#rulesOf(role));
  }

  #rulesOf(role: Role): readonly PolicyRule[] {
    if (!role.aggregated) return role.rules;
    const matching = this.#clusterRoles.filter(
      (other) =>
        other !== role &&
        mayBelongTogether(other.document, role.document) &&
        role.aggregates.some((labels) => hasLabels(other, labels)),
    );
    // As the cluster stored it, where what it was made from is not in the input.
    const isStored = matching.length === 0 && role.root.at('metadata', 'uid').set;
    return isStored ? role.rules : matching.flatMap((other) => other.rules);
  }
}

function hasLabels(role: Role, labels: ReadonlyMap<string, string>): boolean {
  return [...labels].every(([key, value]) => role.labels.get(key) === value);
}
