import type { ServiceAccount } from '../accounts/account.ts';
import { addTo } from '../../lists/addTo.ts';
import { type NameIndex, many } from '../objects/nameIndex.ts';
import type { Made, Reads } from '../objects/reads.ts';
import { type Viewpoint, namespacesMeet } from '../objects/scope.ts';
import type { NamedSubject } from './subjects.ts';

type ByAccount = ReadonlyMap<ServiceAccount | undefined, readonly NamedSubject[]>;

/** Tells which declared accounts subjects mean. */
export class SubjectAccounts {
  readonly #subjects: NameIndex<NamedSubject>;
  readonly #accounts: NameIndex<ServiceAccount>;
  readonly #reads: Reads;
  readonly #meant = new Map<NamedSubject, Made<readonly ServiceAccount[]>>();
  /** Of names that many subjects say; those that mean no declared account under `undefined`. */
  readonly #byAccount = new Map<string, Made<ByAccount>>();

  constructor(subjects: NameIndex<NamedSubject>, accounts: NameIndex<ServiceAccount>, reads: Reads) {
    this.#subjects = subjects;
    this.#accounts = accounts;
    this.#reads = reads;
  }

  /** The accounts nearest to a subject's binding. */
  meantBy(subject: NamedSubject): readonly ServiceAccount[] {
    return this.#reads.memo(this.#meant, subject, () => this.#accounts.nearest(subject.name, subject));
  }

  /** Subjects that say the name of a workload's account; of many, without those that mean other declared accounts. */
  perhapsMeaning(name: string, account: ServiceAccount | undefined, workload: Viewpoint): readonly NamedSubject[] {
    const all = this.#subjects.candidates(name, null);
    if (account === undefined || all.length < many) return this.#subjects.candidates(name, workload.namespace);
    const byAccount = this.#reads.memo(this.#byAccount, name, () => this.#grouped(all));
    return [account, undefined]
      .flatMap((one) => byAccount.get(one) ?? [])
      .filter((subject) => namespacesMeet(subject, workload));
  }

  #grouped(subjects: readonly NamedSubject[]): ByAccount {
    const found = new Map<ServiceAccount | undefined, NamedSubject[]>();
    for (const subject of subjects) {
      const accounts = this.meantBy(subject);
      for (const account of accounts.length === 0 ? [undefined] : accounts) addTo(found, account, subject);
    }
    return found;
  }
}
