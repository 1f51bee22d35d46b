import type { ServiceAccount } from '../accounts/account.ts';
import { type Grant, makeGrant } from './grant.ts';
import { concat } from '../../lists/concat.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { AccountReferences } from '../kustomize/accountReferences.ts';
import type { Identity } from '../kustomize/builtNames.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import { NameIndex } from '../objects/nameIndex.ts';
import type { Binding, Role } from './rbac.ts';
import { builtInRolesTaking } from './aggregation.ts';
import { BoundRoles } from './boundRoles.ts';
import { BuiltSubjects } from './builtSubjects.ts';
import type { Made, Reads } from '../objects/reads.ts';
import type { Resource } from '../objects/resource.ts';
import { MissIndex } from './missIndex.ts';
import { RoleRules } from './roleRules.ts';
import { SubjectAccounts } from './subjectAccounts.ts';
import {
  type Bound,
  type GroupSubject,
  type Miss,
  type NamedSubject,
  type SubjectLists,
  subjectLists,
} from './subjects.ts';
import {
  type Named,
  isBeside,
  mayBelongTogether,
  mostCommonFolders,
  namespacesMeet,
  sharesFolders,
} from '../objects/scope.ts';
import { mapped } from '../../lists/mapped.ts';

/** What of a file grants are made of. */
interface GrantingFile {
  readonly accounts: readonly ServiceAccount[];
  readonly bindings: readonly Binding[];
}

/** What grants are made of. */
interface Parts {
  readonly accounts: NameIndex<ServiceAccount>;
  readonly roles: NameIndex<Role>;
  /** Pods by the names of their accounts. */
  readonly podsByAccount: NameIndex<Named>;
  readonly files: readonly GrantingFile[];
  /** Bindings that the API server rejects for an account without namespace. */
  readonly rejected: () => readonly Binding[];
  readonly kustomized: KustomizationIndex;
}

/** Who is granted what, by bindings. */
export class GrantIndex {
  readonly #roles: BoundRoles;
  readonly #rules: RoleRules;
  readonly #podsByAccount: NameIndex<Named>;
  readonly #reads: Reads;
  readonly #files: readonly GrantingFile[];
  readonly #kustomized: KustomizationIndex;
  #subjectLists: SubjectLists | undefined;
  readonly #subjects: NameIndex<NamedSubject>;
  readonly #subjectAccounts: SubjectAccounts;
  readonly #missIndex: MissIndex;
  readonly #references: AccountReferences;
  readonly #builtSubjects: BuiltSubjects;
  #byBinding: Map<Binding, Bound[]> | undefined;
  #byRole: Map<string, Bound[]> | undefined;
  /** Those to groups are the grants of many workloads. */
  readonly #made = new Map<Bound, Made<Grant>>();
  /** How many folders a subject's binding shares with the nearest pod that may be meant. */
  readonly #nearestPods = new Map<NamedSubject, Made<number>>();

  constructor({ accounts, roles, podsByAccount, files, rejected, kustomized }: Parts, reads: Reads) {
    this.#roles = new BoundRoles(roles, kustomized.names, reads);
    this.#rules = new RoleRules(roles, reads);
    this.#podsByAccount = podsByAccount;
    this.#reads = reads;
    this.#files = files;
    this.#kustomized = kustomized;
    this.#subjects = new NameIndex('subjects', () => this.#lists.named, reads);
    this.#subjectAccounts = new SubjectAccounts(this.#subjects, accounts, reads);
    this.#missIndex = new MissIndex({ files, podsByAccount, subjects: this.#subjects, rejected, kustomized }, reads);
    const { names } = kustomized;
    this.#references = new AccountReferences(() => concat(files, (file) => file.accounts), names, reads);
    this.#builtSubjects = new BuiltSubjects(() => this.#lists.named, this.#references, names, reads);
  }

  get #lists(): SubjectLists {
    return (this.#subjectLists ??= subjectLists(concat(this.#files, ({ bindings }) => bindings)));
  }

  /** Every grant to an account or to a group of accounts, whether or not a workload uses it. */
  all(): Grant[] {
    return this.#grants([...this.#lists.named, ...this.#lists.groups]);
  }

  /** Grants by some bindings, of some roles, and to the names of some accounts; in the order of `all`. */
  concerning({ accounts, roles, bindings }: Concerned): Grant[] {
    if (accounts.length + roles.length + bindings.length === 0) return [];
    const all = [...this.#lists.named, ...this.#lists.groups];
    this.#byBinding ??= groupBy(all, ({ binding }) => binding);
    this.#byRole ??= groupBy(all, ({ binding }) => binding.roleName);
    const found = new Set(bindings.flatMap((binding) => this.#byBinding?.get(binding) ?? []));
    const takers = this.#rules.withTakers(roles);
    const addAll = (roleName: string, role: Role | undefined): void => {
      this.#reads.note('bindings', roleName);
      for (const bound of this.#byRole?.get(roleName) ?? [])
        if (this.#roles.of(bound.binding) === role) found.add(bound);
    };
    for (const role of takers) addAll(role.name ?? '', role);
    for (const name of new Set(concat([...takers], builtInRolesTaking))) addAll(name, undefined);
    for (const { name, namespace } of accounts) {
      for (const bound of this.#subjects.candidates(name ?? '', namespace)) found.add(bound);
    }
    return this.#grants([...found]);
  }

  /** What an account is granted, as a workload that runs as it has it. @param account undefined where it is not declared. */
  of(name: string, account: ServiceAccount | undefined, workload: Resource): Grant[] {
    const named = this.#subjectAccounts
      .perhapsMeaning(name, account, workload)
      .filter((subject) => this.#meansAccount(subject, account, workload));
    const lists = this.#references.of(name, workload);
    const built = lists.flat();
    const groups = this.#groupsOf(workload, built).filter(({ isOwn }) => isOwn);
    const others = [
      ...built.flatMap((identity) => this.#namedAsBuilt(identity, workload)),
      ...lists.flatMap((list) => this.#builtSubjects.naming(list)),
    ];
    return this.#grants([
      ...(others.length === 0 ? named : new Set([...named, ...others])),
      ...groups.map(({ group }) => group),
    ]);
  }

  /** What may mean a workload's account, and is not known to grant it anything. */
  *misses(name: string, workload: Resource, grants: readonly Grant[]): Generator<Miss> {
    const built = this.#references.of(name, workload).flat();
    yield* this.#missIndex.of(name, workload, { built, grants });
    for (const { group, isOwn } of this.#groupsOf(workload, built))
      if (!isOwn) yield { subject: group.subject, why: 'namespace' };
  }

  /**
   * Groups that may hold a workload's account. Where no namespace is written, each may be; of groups of one, those whose
   * bindings stand or are deployed beside the workload are taken for its own.
   */
  #groupsOf(
    workload: Resource,
    built: readonly Identity[],
  ): readonly { readonly group: GroupSubject; readonly isOwn: boolean }[] {
    this.#reads.note('groups', '*');
    const { groups, groupsByNamespace } = this.#lists;
    if (groups.length === 0) return [];
    const namespaces = [workload, ...built].map(({ namespace }) => namespace);
    const may = namespaces.includes(null)
      ? groups
      : [...new Set([null, ...namespaces])].flatMap((namespace) => groupsByNamespace.get(namespace) ?? []);
    return may
      .filter(({ binding }) => mayBelongTogether(binding.document, workload.document))
      .map((group) => {
        const { namespace, binding } = group;
        const isNamed = namespace === null || namespaces.includes(namespace);
        return { group, isOwn: isNamed || this.#isIncludedWith(binding, workload) };
      });
  }

  /**
   * A subject means the declared account nearest to its binding. An undeclared one, or one of several that are equally
   * near, is whoever runs by that name: in that namespace, or where none is written, nearest to the binding.
   */
  #meansAccount(subject: NamedSubject, account: ServiceAccount | undefined, workload: Resource): boolean {
    const declared = this.#subjectAccounts.meantBy(subject);
    if (account !== undefined && declared.length > 0) return declared.includes(account);
    if (!namespacesMeet(workload, subject)) return false;
    const isNamed = workload.namespace !== null && workload.namespace === subject.namespace;
    // Another chart's binding that spells it out means no other; `default` is what helm writes where nobody says more.
    if (!mayBelongTogether(subject.document, workload.document))
      return isNamed && declared.length === 0 && ![subject.name, subject.namespace].includes('default');
    if (declared.length > 0 || isNamed) return true;
    if (subject.name === 'default') {
      if (this.#kustomized.includesBoth(workload.document.uri, subject.document.uri)) return true;
      if (!this.#isIncludedWith(subject, workload)) return false;
    }
    return sharesFolders(workload.document, subject.document) >= this.#nearestPod(subject);
  }

  /** Subjects that name an account as a kustomization calls it, which nobody declares by that name. */
  #namedAsBuilt({ name, namespace }: Identity, workload: Resource): NamedSubject[] {
    return this.#subjects
      .candidates(name, namespace)
      .filter(
        (subject) =>
          namespacesMeet({ namespace }, subject) &&
          mayBelongTogether(subject.document, workload.document) &&
          (name !== 'default' || isSpeltOut(namespace, subject) || this.#isIncludedWith(subject, workload)) &&
          this.#subjectAccounts.meantBy(subject).length === 0,
      );
  }

  /** Every namespace has its own `default`: one of elsewhere is another. */
  #isIncludedWith({ document }: Pick<Resource, 'document'>, workload: Resource): boolean {
    return this.#kustomized.includesBoth(workload.document.uri, document.uri) || isBeside(workload.document, document);
  }

  #nearestPod(subject: NamedSubject): number {
    return this.#reads.memo(this.#nearestPods, subject, () =>
      mostCommonFolders(this.#podsByAccount.candidates(subject.name, subject.namespace), subject.document),
    );
  }

  #grants(bound: readonly Bound[]): Grant[] {
    const sorted = [...bound].sort((a, b) => a.order - b.order);
    return mapped(sorted, (one) =>
      one.subject.kind === 'Group' ? this.#reads.memo(this.#made, one, () => this.#grant(one)) : this.#grant(one),
    );
  }

  #grant({ binding, subject }: Bound): Grant {
    const role = this.#roles.of(binding);
    const rules = role === undefined ? this.#rules.addedTo(binding) : this.#rules.of(role);
    return makeGrant(binding, subject, role, rules);
  }
}

/** Whether a subject names a namespace as a kustomization does; `default` may be that of any cluster. */
function isSpeltOut(namespace: string | null, subject: NamedSubject): boolean {
  return namespace !== null && namespace !== 'default' && subject.namespace === namespace;
}

interface Concerned {
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
}
