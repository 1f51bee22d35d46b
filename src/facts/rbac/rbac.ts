import { isFilledIn } from '../objects/substitution.ts';
import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { Rejection } from '../validation/rejection.ts';

/** What a rule of a role allows on resources. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** One rule of a role (PolicyRule). */
export interface PolicyRule extends AccessRule {
  readonly nonResourceURLs: readonly string[];
  readonly field: Field;
  /** The role that writes it; another may have it by aggregation. */
  readonly role: Resource;
}

/** A Role or ClusterRole of the input. */
export interface Role extends Resource {
  readonly kind: 'Role' | 'ClusterRole';
  readonly rules: readonly PolicyRule[];
  /** Label selectors of `aggregationRule`: the controller fills `rules` from the ClusterRoles that match one. */
  readonly aggregates: readonly LabelSelector[];
  readonly labels: ReadonlyMap<string, string>;
  /** Whether the cluster fills in the rules, perhaps from roles that are not in the input. */
  readonly aggregated: boolean;
}

export type SubjectKind = 'ServiceAccount' | 'User' | 'Group';

/** Who a binding grants to. An account is also addressed as a user or through its groups (facts.md §7). */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  /** Of a ServiceAccount in a RoleBinding that writes none: the binding's (facts.md §5). */
  readonly namespace: string | null;
  /** Whether a namespace is written in the subject itself. */
  readonly namesNamespace: boolean;
  readonly field: Field;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding extends Resource {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly roleKind: 'Role' | 'ClusterRole';
  readonly roleName: string;
  readonly roleRef: Field;
  readonly subjects: readonly Subject[];
  /** Whether the API server rejects it for an account without namespace, which a kustomization can fill in. */
  readonly lacksNamespace: boolean;
}

/** OpenShift keeps its older group for the same objects. */
const rbacGroups = new Set(['rbac.authorization.k8s.io', 'authorization.openshift.io']);

/** Whether a binding is refused because its subject, an account, has no namespace. */
export function isMissingNamespace({ field }: Rejection): boolean {
  return field.segment === 'namespace' && field.parent?.get('kind').string === 'ServiceAccount';
}

/** A part of a name, in which `${NAME:=default}` has a colon of its own. */
const part = String.raw`((?:\$\{[^}]*\}|\$(?!\{)|[^:$])+)`;
const userOfAccount = new RegExp(`^system:serviceaccount:${part}:${part}$`);
const groupOfNamespace = new RegExp(`^system:serviceaccounts:${part}$`);

/** The account that a subject names, as itself or as the user `system:serviceaccount:NAMESPACE:NAME`. */
export function accountOfSubject(subject: Subject): { name: string; namespace: string | null } | undefined {
  if (subject.kind === 'ServiceAccount') return { name: subject.name, namespace: subject.namespace };
  if (subject.kind === 'Group') return undefined;
  const [, namespace, name] = userOfAccount.exec(subject.name) ?? [];
  return namespace === undefined || name === undefined ? undefined : { name, namespace };
}

/** Whether a group holds the accounts of a namespace: all, or `undefined` for a group of people. */
export function groupOfAccounts(subject: Subject): { namespace: string | null } | undefined {
  if (subject.kind !== 'Group') return undefined;
  if (subject.name === 'system:serviceaccounts' || subject.name === 'system:authenticated') return { namespace: null };
  const namespace = groupOfNamespace.exec(subject.name)?.[1];
  return namespace === undefined ? undefined : { namespace };
}

/**
 * Whether a rule lets anyone do anything (facts.md §7): without verbs or without anything to use them on it does not;
 * the core group is `""`, not `core` or `v1`; resources are lower case; `serviceaccounts/*` matches nothing.
 */
export function grantsSomething(rule: PolicyRule, clusterWide: boolean): boolean {
  if (rule.verbs.length === 0) return false;
  if (clusterWide && rule.nonResourceURLs.length > 0) return true;
  const groups = rule.apiGroups.some((group) => group !== 'core' && group !== 'v1');
  return groups && rule.resources.some((resource) => isFilledIn(resource) || isResource(resource));
}

function isResource(name: string): boolean {
  return name === name.toLowerCase() && !name.endsWith('/*');
}

/** Whether an object is of the API group of roles and bindings. */
export function isOfRbacGroup(resource: Resource): boolean {
  return rbacGroups.has(apiGroup(resource));
}

/** Whether an object is a role or a binding, accepted or not. */
export function isRbac(resource: Resource): boolean {
  return /^(?:Cluster)?Role(?:Binding)?$/.test(resource.kind) && isOfRbacGroup(resource);
}

/** Subjects that the API server takes and that nobody can be (facts.md §7). */
export function subjectsWithoutEffect({ subjects }: Binding): { subject: Subject; reason: string }[] {
  return subjects.flatMap((subject) => {
    const reason = withoutEffect(subject);
    return reason === undefined ? [] : [{ subject, reason }];
  });
}

function withoutEffect({ kind, name, namespace }: Subject): string | undefined {
  if (isFilledIn(name)) return undefined;
  if (kind === 'ServiceAccount') return namespace === '*' ? 'a namespace is not a pattern' : undefined;
  if (kind === 'User' && /^system:serviceaccount:/.test(name) && !/^system:serviceaccount:[^:*]+:[^:*]+$/.test(name)) {
    return 'the user of an account is system:serviceaccount:NAMESPACE:NAME, without patterns';
  }
  if (kind === 'Group' && /^system:serviceaccounts?:/.test(name) && !/^system:serviceaccounts:[^:*]+$/.test(name)) {
    return 'the groups of accounts are system:serviceaccounts and system:serviceaccounts:NAMESPACE, without patterns';
  }
  return undefined;
}
