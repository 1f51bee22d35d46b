import type { Location, SourceDocument } from '../../documents/document.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { type Binding, type Subject, accountOfSubject, groupOfAccounts } from './rbac.ts';

/** A subject of a binding that is an account or a group of accounts. */
export interface Bound {
  readonly binding: Binding;
  readonly subject: Subject;
  /** Its place among all of them. */
  readonly order: number;
}

/** A subject that names one account, looked up by that account's name. */
export interface NamedSubject extends Bound {
  readonly name: string;
  readonly namespace: string | null;
  readonly document: SourceDocument;
}

export interface GroupSubject extends Bound {
  /** `null` where it holds the accounts of all namespaces. */
  readonly namespace: string | null;
}

/**
 * What may mean an account and is not known to grant it anything: a subject that names one elsewhere, whose binding the API
 * server rejects, of which others fill in whom it means, that names what a build may call it, or that means all accounts of a namespace that may be another; or
 * what a kustomization makes another.
 */
export type Miss =
  | { readonly why: 'elsewhere' | 'rejected' | 'filledIn' | 'renamed' | 'namespace'; readonly subject: Subject }
  | { readonly why: 'changed'; readonly title: string; readonly location: Location };

/** The subjects of all bindings that grant something to accounts. */
export interface SubjectLists {
  readonly named: readonly NamedSubject[];
  readonly groups: readonly GroupSubject[];
  readonly groupsByNamespace: ReadonlyMap<string | null, readonly GroupSubject[]>;
}

export function subjectLists(bindings: readonly Binding[]): SubjectLists {
  const named: NamedSubject[] = [];
  const groups: GroupSubject[] = [];
  for (const binding of bindings) {
    const { document } = binding;
    for (const subject of binding.subjects) {
      const order = named.length + groups.length;
      const account = accountOfSubject(subject);
      const group = groupOfAccounts(subject);
      if (account !== undefined) {
        named.push({ name: account.name, namespace: account.namespace, document, binding, subject, order });
      } else if (group !== undefined) groups.push({ namespace: group.namespace, binding, subject, order });
    }
  }
  return { named, groups, groupsByNamespace: groupBy(groups, ({ namespace }) => namespace) };
}
