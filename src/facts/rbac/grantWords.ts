import type { Grant } from './grant.ts';
import { type Subject, accountOfSubject } from './rbac.ts';

/** Where a grant holds: the namespace is the binding's, whatever the account's is. */
export function scopeWords({ clusterWide, binding }: Grant): string {
  if (clusterWide) return 'in all namespaces';
  return binding.namespace === null
    ? `in the namespace of RoleBinding "${binding.name ?? ''}"`
    : `in the namespace "${binding.namespace}"`;
}

/** Whom a subject means: `account "shop/web"`, `all accounts`. */
export function subjectWords(subject: Subject): string {
  const account = accountOfSubject(subject);
  if (account !== undefined) {
    return `account "${account.namespace === null ? '' : `${account.namespace}/`}${account.name}"`;
  }
  if (subject.name === 'system:authenticated') return 'everyone who is authenticated';
  if (subject.name === 'system:serviceaccounts') return 'all accounts';
  return `all accounts of the namespace "${subject.name.split(':').at(-1) ?? ''}"`;
}
