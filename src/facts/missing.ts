import type { ServiceAccount } from './accounts/account.ts';
import { isOfControlPlane } from './accounts/builtInAccounts.ts';
import type { CompletenessIndex } from './completeness.ts';
import { type Grant, isBuiltInNamespacedRole, isBuiltInRole, isOfCluster } from './rbac/grant.ts';
import type { NameIndex } from './objects/nameIndex.ts';
import type { Role } from './rbac/rbac.ts';
import type { Viewpoint } from './objects/scope.ts';
import { isFilledIn } from './objects/substitution.ts';

/**
 * Whether a cluster that holds what the input holds has no such account. Every namespace has `default`; a dump tells of the
 * namespaces of which it holds an account, as each has one.
 */
export function isMissingAccount(
  accounts: NameIndex<ServiceAccount>,
  completeness: CompletenessIndex,
  name: string,
  from: Viewpoint,
): boolean {
  const known = completeness.of(from.document);
  if (
    name === 'default' ||
    isOfControlPlane(name, from.namespace) ||
    isFilledIn(name) ||
    !known.accounts ||
    accounts.candidates(name, from.namespace).length > 0
  )
    return false;
  return known.declared || holds(accounts, ({ namespace }) => namespace === from.namespace);
}

/**
 * Whether a cluster that holds what the input holds has no role of the name that a grant refers to. A dump tells of
 * ClusterRoles if it holds the cluster's own, and of the Roles of a namespace if it holds one.
 */
export function isMissingRole(roles: NameIndex<Role>, completeness: CompletenessIndex, { binding }: Grant): boolean {
  const { roleKind, roleName } = binding;
  const known = completeness.of(binding.document);
  if (!known.accounts || isFilledIn(roleName)) return false;
  if (roleKind === 'ClusterRole' && isBuiltInRole(roleName)) return false;
  const namespace = roleKind === 'ClusterRole' ? null : binding.namespace;
  if (roleKind === 'Role' && isBuiltInNamespacedRole(roleName, namespace)) return false;
  if (roles.candidates(roleName, namespace).some(({ kind }) => kind === roleKind)) return false;
  return (
    known.declared ||
    holds(roles, (role) =>
      roleKind === 'ClusterRole' ? isOfCluster(role) : role.kind === 'Role' && role.namespace === namespace,
    )
  );
}

function holds<T extends ServiceAccount | Role>(index: NameIndex<T>, test: (item: T) => boolean): boolean {
  for (const item of index.values()) if (test(item)) return true;
  return false;
}
