import type { AccountReferences, BuiltAccount } from '../kustomize/accountReferences.ts';
import type { BuiltIdentity, BuiltNames } from '../kustomize/builtNames.ts';
import type { Made, Reads } from '../objects/reads.ts';
import { namespacesMeet } from '../objects/scope.ts';
import type { NamedSubject } from './subjects.ts';
import { addTo } from '../../lists/addTo.ts';

/** A subject, and the namespace of the account that it names in the build of a kustomization. */
interface BuiltSubject {
  readonly subject: NamedSubject;
  readonly namespace: string | null;
}

/** Subjects that name other accounts in the builds of kustomizations than where they are written. */
export class BuiltSubjects {
  readonly #subjects: () => readonly NamedSubject[];
  readonly #references: AccountReferences;
  readonly #names: BuiltNames;
  readonly #reads: Reads;
  #byBuiltName: ReadonlyMap<string, readonly BuiltSubject[]> | undefined;
  readonly #named = new WeakMap<readonly BuiltIdentity[], Made<readonly NamedSubject[]>>();

  /** @param subjects is called when something is looked up for the first time. */
  constructor(subjects: () => readonly NamedSubject[], references: AccountReferences, names: BuiltNames, reads: Reads) {
    this.#subjects = subjects;
    this.#references = references;
    this.#names = names;
    this.#reads = reads;
  }

  /** Subjects that name one of some accounts in the same build. @param accounts a list that may be that of many workloads. */
  naming(accounts: readonly BuiltIdentity[]): readonly NamedSubject[] {
    return this.#reads.memo(this.#named, accounts, () => {
      const found = new Set<NamedSubject>();
      for (const account of accounts) for (const subject of this.#namingOne(account)) found.add(subject);
      return [...found];
    });
  }

  #namingOne(account: BuiltIdentity): NamedSubject[] {
    for (const name of [account.name, ...this.#names.before(account.name)]) {
      this.#reads.note('subjects', name);
      this.#reads.note('accounts', name);
    }
    this.#byBuiltName ??= this.#index();
    return (this.#byBuiltName.get(keyOf(account)) ?? [])
      .filter((built) => namespacesMeet(built, account))
      .map(({ subject }) => subject);
  }

  #index(): ReadonlyMap<string, readonly BuiltSubject[]> {
    const found = new Map<string, BuiltSubject[]>();
    for (const subject of this.#subjects()) {
      for (const identity of this.#builtOf(subject))
        addTo(found, keyOf(identity), { subject, namespace: identity.namespace });
    }
    return found;
  }

  /** What builds make of a subject, where that may be another account. */
  #builtOf(named: NamedSubject): BuiltIdentity[] {
    const { name, subject } = named;
    // kustomize does not look into the names of users.
    if (subject.kind !== 'ServiceAccount') return [];
    return this.#names.builtOf(named, name).flatMap(({ folder, namespace: rewritten }) => {
      const namespace = isMoved(named) ? rewritten : named.namespace;
      const meant = this.#references
        .meantBy(name, folder)
        .filter((account) => mayMean(named, namespace, account))
        .map((account) => ({ folder, name: account.name, namespace: account.namespace ?? namespace }));
      return namespace === named.namespace ? meant : [...meant, { folder, name, namespace }];
    });
  }
}

/** Whether its namespace is the one that a kustomization writes: its binding's, or that of a `default` account. */
function isMoved({ name, subject, binding }: NamedSubject): boolean {
  return name === 'default' || (binding.kind === 'RoleBinding' && !subject.namesNamespace);
}

/** Whether kustomize may take a subject for an account of its name. @param namespace of the subject in the build. */
function mayMean({ subject, binding }: NamedSubject, namespace: string | null, account: BuiltAccount): boolean {
  if (subject.namesNamespace)
    return namespace === account.formerNamespace || namespace === (account.namespace ?? 'default');
  // One without a namespace may be in that of any other subject, too.
  return (
    namespacesMeet({ namespace }, account) ||
    binding.subjects.some((other) => other.namesNamespace && other.namespace === account.namespace)
  );
}

function keyOf({ name, folder }: BuiltIdentity): string {
  return `${name} ${folder}`;
}
