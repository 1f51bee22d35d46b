import { LongLists } from '../../memo/longLists.ts';
import type { Binding, PolicyRule, Role, Subject } from './rbac.ts';
import { grantsSomething } from './rbac.ts';
import type { Resource } from '../objects/resource.ts';

/** What one binding gives an account, with the chain that gives it. */
export interface Grant {
  readonly binding: Binding;
  readonly subject: Subject;
  /** The role of the input; `undefined` for one of the API server's own, and for one that is not in the input. */
  readonly role: Role | undefined;
  /** Whether what the role allows is known: from the input, or because every API server has it. */
  readonly known: 'declared' | 'builtIn' | 'missing';
  /** The rules that grant something; those of built-in roles are not spelt out. */
  readonly rules: readonly PolicyRule[];
  /** Whether it holds in all namespaces. */
  readonly clusterWide: boolean;
}

/** What the API server's own ClusterRoles are good for, where that matters for tokens. */
const builtInRoles: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

/** Bound to every account, so that a grant of them adds nothing (facts.md §7, rbac.default-permissions). */
const everyonesRoles: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);

export function isBuiltInRole(name: string): boolean {
  return builtInRoles.has(name) || name.startsWith('system:');
}

/** Roles that every API server makes in namespaces of its own (bootstrappolicy/namespace_policy.go). */
export function isBuiltInNamespacedRole(name: string, namespace: string | null): boolean {
  return (
    (namespace === null || namespace === 'kube-system' || namespace === 'kube-public') &&
    (name === 'extension-apiserver-authentication-reader' || name.startsWith('system:'))
  );
}

/** Whether a role or a binding is one that every API server makes itself and restores when it is changed. */
export function isOfCluster({ root }: Resource): boolean {
  return root.at('metadata', 'labels', 'kubernetes.io/bootstrapping').string === 'rbac-defaults';
}

export function makeGrant(
  binding: Binding,
  subject: Subject,
  role: Role | undefined,
  rules: readonly PolicyRule[],
): Grant {
  const clusterWide = binding.kind === 'ClusterRoleBinding';
  const builtIn = role === undefined && binding.roleKind === 'ClusterRole' && isBuiltInRole(binding.roleName);
  return {
    binding,
    subject,
    role,
    known:
      role === undefined
        ? builtIn
          ? 'builtIn'
          : 'missing'
        : role.aggregated && rules.length === 0
          ? 'missing'
          : 'declared',
    rules: grantingRules(rules, clusterWide),
    clusterWide,
  };
}

const grantingInAll = new LongLists<PolicyRule, readonly PolicyRule[]>();
const grantingInOne = new LongLists<PolicyRule, readonly PolicyRule[]>();

function grantingRules(rules: readonly PolicyRule[], clusterWide: boolean): readonly PolicyRule[] {
  const known = clusterWide ? grantingInAll : grantingInOne;
  return known.get(rules, () => rules.filter((rule) => grantsSomething(rule, clusterWide)));
}

/** Whether a grant lets the account do anything that not every account may; a role that is not in view counts. */
export function isEffective(grant: Grant): boolean {
  if (grant.known === 'declared') return grant.rules.length > 0;
  return !(grant.binding.roleKind === 'ClusterRole' && everyonesRoles.has(grant.binding.roleName));
}
