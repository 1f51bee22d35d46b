import type { SourceDocument } from '../../documents/document.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import type { Resource } from '../objects/resource.ts';
import { isBeside, mayBelongTogether } from '../objects/scope.ts';
import { isFilledIn } from '../objects/substitution.ts';
import { type Binding, type Subject, accountOfSubject, groupOfAccounts } from './rbac.ts';
import type { Miss } from './subjects.ts';
import { addTo } from '../../lists/addTo.ts';

/** What may mean accounts of several names or namespaces. */
export interface OpenMiss {
  readonly miss: Miss;
  /** The name of all of these accounts, where they have one. */
  readonly name: string | undefined;
  readonly document: SourceDocument;
}

/** What leaves open which accounts it means. */
export class OpenMisses {
  readonly #make: () => readonly OpenMiss[];
  readonly #kustomized: KustomizationIndex;
  #all: readonly OpenMiss[] | undefined;
  #byBuild: ReadonlyMap<string, readonly OpenMiss[]> | undefined;

  /** @param make is called when something is looked up for the first time. */
  constructor(make: () => readonly OpenMiss[], kustomized: KustomizationIndex) {
    this.#make = make;
    this.#kustomized = kustomized;
  }

  /** Those that may mean the account of a workload, as they are beside it or in the same build. */
  for(name: string, { document }: Resource): Miss[] {
    this.#all ??= this.#make();
    if (this.#all.length === 0) return [];
    const beside = this.#all.filter((one) => isBeside(one.document, document));
    const byBuild = (this.#byBuild ??= this.#index(this.#all));
    const built = [...this.#kustomized.buildsOf(document.uri)].flatMap((build) => byBuild.get(build) ?? []);
    return [...beside, ...built]
      .filter((one) => (one.name ?? name) === name && mayBelongTogether(one.document, document))
      .map(({ miss }) => miss);
  }

  #index(all: readonly OpenMiss[]): ReadonlyMap<string, readonly OpenMiss[]> {
    const found = new Map<string, OpenMiss[]>();
    for (const one of all) for (const build of this.#kustomized.buildsOf(one.document.uri)) addTo(found, build, one);
    return found;
  }
}

/** Subjects of a binding that leave open whom they mean. */
export function openIn({ subjects, document }: Binding): OpenMiss[] {
  return subjects.filter(isOpen).map((subject) => {
    const account = accountOfSubject(subject);
    return {
      miss: { subject, why: 'filledIn' },
      name: account?.name === 'default' ? account.name : undefined,
      document,
    };
  });
}

/**
 * Whether others fill in which accounts a subject means: any, those of any namespace, or the `default` one of any. Of
 * another name, an account of that name is elsewhere.
 */
export function isOpen(subject: Subject): boolean {
  const account = accountOfSubject(subject);
  if (account === undefined) return groupOfAccounts(subject) !== undefined && isFilledIn(subject.name);
  return isFilledIn(account.name) || (account.name === 'default' && isFilledIn(account.namespace ?? ''));
}
