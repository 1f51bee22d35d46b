import type { ServiceAccount } from '../accounts/account.ts';
import type { BuiltIdentity, BuiltNames, BuiltObject } from './builtNames.ts';
import type { Reads } from '../objects/reads.ts';
import { type Viewpoint, namespacesMeet } from '../objects/scope.ts';
import { addTo } from '../../lists/addTo.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** An account in the build of a kustomization. */
export interface BuiltAccount extends BuiltObject {
  /** To kustomize, what writes no namespace is in `default`. */
  readonly formerNamespace: string;
}

/**
 * Tells which accounts references name after a build: at its end, kustomize looks for an account that was ever called as
 * the reference says, and writes what it is called now.
 */
export class AccountReferences {
  readonly #accounts: () => readonly ServiceAccount[];
  readonly #names: BuiltNames;
  readonly #reads: Reads;
  #byFormerName: ReadonlyMap<string, readonly BuiltAccount[]> | undefined;
  readonly #lists = new Map<string, readonly BuiltIdentity[]>();

  /** @param accounts is called when something is looked up for the first time. */
  constructor(accounts: () => readonly ServiceAccount[], names: BuiltNames, reads: Reads) {
    this.#accounts = accounts;
    this.#names = names;
    this.#reads = reads;
  }

  /** The accounts in a kustomization's build that a name may have meant. */
  meantBy(name: string, folder: string): readonly BuiltAccount[] {
    this.#byFormerName ??= byFormerName(this.#accounts(), this.#names);
    return this.#byFormerName.get(keyOf(name, folder)) ?? [];
  }

  /**
   * What the account that a workload names may be called by each of the kustomizations that include the workload: in lists,
   * of which workloads of one build that name their accounts alike share the long ones.
   */
  of(name: string, workload: Viewpoint): (readonly BuiltIdentity[])[] {
    const builds = this.#names.builtOf(workload, name);
    if (builds.length > 0) for (const one of [name, ...this.#names.before(name)]) this.#reads.note('accounts', one);
    return builds.flatMap((built) => {
      const { folder, namespace } = built;
      // An account that is not in view may be renamed as the workload is. Every namespace has its own `default`.
      const names = new Set([name, ...(name === 'default' ? [] : [built.name])]);
      const own = Array.from(names, (one) => ({ folder, name: one, namespace }));
      return [own, this.#declared(name, built)];
    });
  }

  /** What accounts of a build are called that a name may have meant. */
  #declared(name: string, { folder, namespace }: BuiltIdentity): readonly BuiltIdentity[] {
    return getOrMake(this.#lists, `${keyOf(name, folder)} ${namespace ?? ''}`, () => {
      const meant = this.meantBy(name, folder).filter((account) => namespacesMeet(account, { namespace }));
      return Array.from(new Set(meant.map((account) => account.name)), (one) => ({ folder, name: one, namespace }));
    });
  }
}

function byFormerName(
  accounts: readonly ServiceAccount[],
  names: BuiltNames,
): ReadonlyMap<string, readonly BuiltAccount[]> {
  const found = new Map<string, BuiltAccount[]>();
  for (const account of accounts) {
    const formerNamespace = account.namespace ?? 'default';
    for (const built of names.builtOf(account, account.name ?? '')) {
      for (const name of built.formerNames) addTo(found, keyOf(name, built.folder), { ...built, formerNamespace });
    }
  }
  return found;
}

function keyOf(name: string, folder: string): string {
  return `${name} ${folder}`;
}
