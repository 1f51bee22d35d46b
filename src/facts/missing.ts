import type { ServiceAccount } from './accounts/account.ts';
import type { CompletenessIndex } from './completeness.ts';
import { type Grant, isBuiltInRole, isOfCluster } from './rbac/grant.ts';
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

/** Roles that every API server makes in namespaces of its own (bootstrappolicy/namespace_policy.go). */
function isBuiltInNamespacedRole(name: string, namespace: string | null): boolean {
  return (
    (namespace === null || namespace === 'kube-system' || namespace === 'kube-public') &&
    (name === 'extension-apiserver-authentication-reader' || name.startsWith('system:'))
  );
}

/** Accounts that the controller manager makes for its controllers (bootstrappolicy/controller_policy.go). */
const controllers: ReadonlySet<string> = new Set(
  (
    'attachdetach certificate clusterrole-aggregation cronjob daemon-set deployment device-taint-eviction disruption ' +
    'endpoint endpointslice endpointslicemirroring ephemeral-volume expand job namespace node pv-protection ' +
    'pvc-protection replicaset replication resourcequota resource-claim route selinux-warning service service-account ' +
    'service-cidrs statefulset storage-version-migrator ttl ttl-after-finished validatingadmissionpolicy-status ' +
    'volumeattributesclass-protection'
  )
    .split(' ')
    .map((name) => `${name}-controller`)
    .concat(
      'bootstrap-signer cloud-provider generic-garbage-collector horizontal-pod-autoscaler'.split(' '),
      'kube-apiserver-serving-clustertrustbundle-publisher legacy-service-account-token-cleaner'.split(' '),
      'persistent-volume-binder pod-garbage-collector podcertificaterequestcleaner root-ca-cert-publisher'.split(' '),
      'storage-version-garbage-collector token-cleaner'.split(' '),
    ),
);

function isOfControlPlane(name: string, namespace: string | null): boolean {
  return namespace === 'kube-system' && controllers.has(name);
}

function holds<T extends ServiceAccount | Role>(index: NameIndex<T>, test: (item: T) => boolean): boolean {
  for (const item of index.values()) if (test(item)) return true;
  return false;
}
