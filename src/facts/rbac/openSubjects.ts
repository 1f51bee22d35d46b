import type { SourceDocument } from '../../documents/document.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import type { Reads } from '../reads.ts';
import type { Resource } from '../resource.ts';
import { isBeside, mayBelongTogether } from '../scope.ts';
import { isFilledIn } from '../substitution.ts';
import { type Binding, type Subject, accountOfSubject, groupOfAccounts } from './rbac.ts';

/** A subject that may mean accounts of several names or namespaces, as others fill in which. */
interface OpenSubject {
  readonly subject: Subject;
  /** The name of all of these accounts, where they have one. */
  readonly name: string | undefined;
  readonly document: SourceDocument;
}

/** Subjects of bindings that leave open whom they mean. */
export class OpenSubjects {
  readonly #bindings: () => readonly Binding[];
  readonly #kustomized: KustomizationIndex;
  readonly #reads: Reads;
  #all: readonly OpenSubject[] | undefined;
  #byBuild: ReadonlyMap<string, readonly OpenSubject[]> | undefined;

  /** @param bindings is called when something is looked up for the first time. */
  constructor(bindings: () => readonly Binding[], kustomized: KustomizationIndex, reads: Reads) {
    this.#bindings = bindings;
    this.#kustomized = kustomized;
    this.#reads = reads;
  }

  /** Those that may mean the account of a workload, as they are beside it or in the same build. */
  for(name: string, { document }: Resource): readonly Subject[] {
    this.#reads.note('openSubjects', '*');
    this.#all ??= this.#bindings().flatMap(openIn);
    if (this.#all.length === 0) return [];
    const beside = this.#all.filter((one) => isBeside(one.document, document));
    const byBuild = (this.#byBuild ??= this.#index(this.#all));
    const built = [...this.#kustomized.buildsOf(document.uri)].flatMap((build) => byBuild.get(build) ?? []);
    return [...beside, ...built]
      .filter((one) => (one.name ?? name) === name && mayBelongTogether(one.document, document))
      .map(({ subject }) => subject);
  }

  #index(all: readonly OpenSubject[]): ReadonlyMap<string, readonly OpenSubject[]> {
    const found = new Map<string, OpenSubject[]>();
    for (const one of all) {
      for (const build of this.#kustomized.buildsOf(one.document.uri)) {
        const others = found.get(build);
        if (others === undefined) found.set(build, [one]);
        else others.push(one);
      }
    }
    return found;
  }
}

function openIn({ subjects, document }: Binding): OpenSubject[] {
  return subjects.filter(isOpen).map((subject) => {
    const account = accountOfSubject(subject);
    return { subject, name: account?.name === 'default' ? account.name : undefined, document };
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
