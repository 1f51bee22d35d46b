import type { Grant } from './grant.ts';
import { allows } from './permission.ts';
import type { PolicyRule } from './rbac.ts';

/** Why a grant leads to more than it says, in a few words; `undefined` where it does not. */
export function escalationOf(grant: Grant): string | undefined {
  if (grant.known === 'builtIn') return builtIn.get(grant.binding.roleName);
  return grant.rules.map(escalation).find((reason) => reason !== undefined);
}

/** The API server's own roles that hold an escalating permission (facts.md, "Method note": they are not in manifests). */
const builtIn: ReadonlyMap<string, string> = new Map([
  ['cluster-admin', 'may do everything'],
  ['admin', 'may read secrets and create pods'],
  ['edit', 'may read secrets and create pods'],
]);

const workloads = [
  ['', 'pods'],
  ['apps', 'deployments'],
  ['apps', 'daemonsets'],
  ['apps', 'statefulsets'],
  ['apps', 'replicasets'],
  ['', 'replicationcontrollers'],
  ['batch', 'jobs'],
  ['batch', 'cronjobs'],
] as const;

/** A rule limited to named objects lets nobody list or create others; it is weighed as what those names are. */
function escalation(rule: PolicyRule): string | undefined {
  const may = (verb: string, apiGroup: string, resource: string): boolean => allows(rule, { verb, apiGroup, resource });
  if (rule.verbs.includes('*') && rule.apiGroups.includes('*') && rule.resources.includes('*'))
    return 'may do everything';
  if (may('create', '', 'serviceaccounts/token')) return 'may create tokens of other accounts';
  const named = rule.resourceNames.length > 0;
  if (!named && ['get', 'list', 'watch'].some((verb) => may(verb, '', 'secrets'))) return 'may read secrets';
  const rbac = 'rbac.authorization.k8s.io';
  if (['roles', 'clusterroles'].some((resource) => may('escalate', rbac, resource) || may('bind', rbac, resource))) {
    return 'may give itself other roles';
  }
  if (['users', 'groups', 'serviceaccounts'].some((resource) => may('impersonate', '', resource)))
    return 'may act as others';
  if (may('create', '', 'pods/exec') || may('create', '', 'pods/attach')) return 'may run commands in pods';
  if (may('update', '', 'pods/ephemeralcontainers') || may('patch', '', 'pods/ephemeralcontainers'))
    return 'may run commands in pods';
  if (workloads.some(([group, resource]) => may('create', group, resource)))
    return 'may create pods, and so use any account';
  return undefined;
}
