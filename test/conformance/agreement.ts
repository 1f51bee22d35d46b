import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { lintTexts, rules } from '../../src/index.ts';

/** Peers' own fixtures, which lie beside the project; the verdict is the peer's. */
const folder = join(import.meta.dirname, '../../../shared/conformance');

export const haveFixtures = existsSync(join(folder, 'index.json'));

export interface Fixture {
  /** One file, or several that belong together. */
  readonly file: string | readonly string[];
  readonly peer: string;
  readonly check: string;
  readonly expected: 'pass' | 'fail' | 'skip';
  /** The object that the verdict is about; every object of the file where unset. */
  readonly resource?: string;
}

export function fixtures(): Fixture[] {
  const index: { fixtures: Fixture[] } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return index.fixtures.filter(({ expected, check }) => expected !== 'skip' && rulesFor(check).length > 0);
}

/** Rules that report what a peer's check reports; none where it is about something else than tokens and accounts. */
const rulesOfCheck: Readonly<Record<string, readonly string[]>> = {
  // kube-linter
  'access-to-create-pods': ['rbac-workload-create', 'rbac-wildcard', 'rbac-cluster-admin'],
  'access-to-secrets': ['rbac-secrets-read', 'rbac-wildcard', 'rbac-cluster-admin'],
  'cluster-admin-role-binding': ['rbac-cluster-admin'],
  'default-service-account': ['account-default'],
  'deprecated-service-account-field': ['legacy-account-field'],
  'non-existent-service-account': ['account-missing'],
  'sensitive-host-mounts': ['token-on-node'],
  'wildcard-in-rules': ['rbac-wildcard'],
  'env-value-from': [],
  'read-secret-from-env-var': [],
  // kyverno
  'check-serviceaccount': ['account-missing'],
  'check-serviceaccount-secrets': ['legacy-account-secrets'],
  'deny-secret-service-account-token-type': ['legacy-token-secret'],
  'disable-automountserviceaccounttoken': ['account-automount'],
  'disallow-all-secrets': [],
  'restrict-automount-sa-token': [
    'automount-unused',
    'automount-implicit',
    'automount-override',
    'automount-ineffective',
  ],
  'restrict-binding-clusteradmin': ['rbac-cluster-admin'],
  'restrict-binding-system-groups': ['rbac-broad-subject'],
  'restrict-clusterrole-nodesproxy': ['rbac-escalation', 'rbac-workload-create'],
  'restrict-escalation-verbs-roles': ['rbac-escalation', 'rbac-wildcard'],
  'restrict-pod-controller-serviceaccount-updates': [],
  'restrict-sa-automount-sa-token': ['account-automount'],
  'restrict-secrets-by-name': [],
  'restrict-service-account': [],
  'restrict-wildcard-resources': ['rbac-wildcard'],
  'restrict-wildcard-verbs': ['rbac-wildcard'],
  // polaris
  automountServiceAccountToken: ['automount-unused', 'automount-implicit', 'automount-override'],
  sensitiveContainerEnvVar: [],
  clusterrolePodExecAttach: ['rbac-workload-create', 'rbac-wildcard'],
  clusterrolebindingClusterAdmin: ['rbac-cluster-admin', 'rbac-wildcard'],
  clusterrolebindingPodExecAttach: ['rbac-workload-create', 'rbac-wildcard', 'rbac-cluster-admin'],
  rolePodExecAttach: ['rbac-workload-create', 'rbac-wildcard'],
  rolebindingClusterAdminClusterRole: ['rbac-cluster-admin', 'rbac-wildcard'],
  rolebindingClusterAdminRole: ['rbac-cluster-admin', 'rbac-wildcard'],
  rolebindingClusterRolePodExecAttach: ['rbac-workload-create', 'rbac-wildcard', 'rbac-cluster-admin'],
  rolebindingRolePodExecAttach: ['rbac-workload-create', 'rbac-wildcard', 'rbac-cluster-admin'],
};

/** @throws for a check that the table lacks. */
function rulesFor(check: string): readonly string[] {
  const ids = rulesOfCheck[check];
  if (ids === undefined) throw new Error(`No rules are named for the check ${check}`);
  return ids.filter((id) => rules.some(({ meta }) => meta.id === id));
}

interface Written {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly roleRef?: unknown;
}

/**
 * Peers judge roles that nobody is bound to, and bindings of people; our rules speak of what ServiceAccounts may do. So
 * an account is bound to each role, or, where the check is about bindings, to what each binding grants.
 */
function bindings(text: string, check: string): string {
  const objects = parseAllDocuments(text, { version: '1.1' }).map((document): Written => Object(document.toJS()));
  const ofBindings = /binding/i.test(check);
  const added = objects.flatMap(({ kind = '', metadata = {}, roleRef }) => {
    const isRole = kind === 'Role' || kind === 'ClusterRole';
    if (ofBindings ? !kind.endsWith('RoleBinding') : !isRole) return [];
    const { name = '', namespace } = metadata;
    const inNamespace = ofBindings ? kind === 'RoleBinding' : kind === 'Role';
    return [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: inNamespace ? 'RoleBinding' : 'ClusterRoleBinding',
        metadata: { name, ...(inNamespace ? { namespace: namespace ?? 'default' } : {}) },
        roleRef: roleRef ?? { apiGroup: 'rbac.authorization.k8s.io', kind, name },
        subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: namespace ?? 'default' }],
      },
    ];
  });
  return added.map((object) => `---\n${stringify(object)}`).join('');
}

/** What our rules say of a fixture: the ids of those that report something of what the peer's check is about. */
export function verdict({ file, check, resource }: Fixture): { readonly reported: readonly string[] } {
  const texts = filesOf(file).map((uri) => {
    const text = readFileSync(join(folder, uri), 'utf8');
    return { uri, text: `${text}\n${bindings(text, check)}` };
  });
  const wanted = rulesFor(check);
  const { findings } = lintTexts(texts, { preset: 'strict' });
  const about = findings.filter((finding) => resource === undefined || finding.resource.name === resource);
  // What a finding tells as the same fault is reported too.
  const ids = about.flatMap(({ ruleId, explains = [] }) => [ruleId, ...explains.map((one) => one.ruleId)]);
  return { reported: [...new Set(ids.filter((id) => wanted.includes(id)))] };
}

/** Why we judge a check, or some of its fixtures, in another way than the peer. */
export interface Disagreement {
  readonly check: string;
  readonly expected: 'pass' | 'fail';
  /** The fixtures that it is about, by the ends of their paths (with `#resource`); all of the check where unset. */
  readonly fixtures?: readonly string[];
  readonly reason: string;
}

export function disagreements(): Disagreement[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'disagreements.json'), 'utf8'));
}

/** A fixture's name: its file, and the object that it is about. */
export function nameOf({ file, resource }: Fixture): string {
  const [first = ''] = filesOf(file);
  return resource === undefined ? first : `${first}#${resource}`;
}

function filesOf(file: Fixture['file']): readonly string[] {
  return typeof file === 'string' ? [file] : file;
}
