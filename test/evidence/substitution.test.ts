import { expect, test } from 'vitest';
import { rules as registered } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';
import { lint } from '../../src/lint/lint.ts';

const account = (automount: string): string =>
  `---\n# Source: c/templates/a.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n${automount}`;
const pod = (spec: string, image = 'memcached:1.6'): string => `---
# Source: c/templates/b.yaml
apiVersion: v1
kind: Pod
metadata: { name: app }
spec:
  containers: [{ name: app, image: '${image}' }]
  ${spec}
`;

function judge(text: string): unknown {
  const { model } = analyze([new SourceFile('a.yaml', text)], {});
  return model.facts.workloads.map((workload) => ({
    verdict: model.apiUse(workload).verdict,
    rejected: workload.rejections.length,
    missing: workload.accountMissing,
  }));
}

const filledIn = 'automountServiceAccountToken: ${MOUNT:=false}\n';

test.each([
  ['the pod’s automount', pod(filledIn)],
  ['its account’s', account(filledIn) + pod('serviceAccountName: app')],
])('%s that is filled in elsewhere may be off already', (_, text) => {
  expect(judge(text)).toEqual([{ verdict: 'unknown', rejected: 0, missing: false }]);
});

test('what the pod says counts before what its account will say', () => {
  const said = pod('serviceAccountName: app\n  automountServiceAccountToken: true');
  expect(judge(account(filledIn) + said)).toEqual([{ verdict: 'unused', rejected: 0, missing: false }]);
});

test('an account whose name is filled in elsewhere is not missing, and what binds it is not known', () => {
  const image = 'registry.example/app:1';
  expect(judge(account('') + pod('serviceAccountName: app', image))).toMatchObject([{ verdict: 'unused' }]);
  expect(judge(account('') + pod('serviceAccountName: ${ACCOUNT}', image))).toEqual([
    { verdict: 'unknown', rejected: 0, missing: false },
  ]);
});

test('what is not filled in is refused', () => {
  expect(judge(pod('automountServiceAccountToken: MOUNT'))).toMatchObject([{ rejected: 1 }]);
  expect(judge(pod('automountServiceAccountToken: $5'))).toMatchObject([{ rejected: 1 }]);
  expect(judge(pod('automountServiceAccountToken: false ${X}'))).toMatchObject([{ rejected: 1 }]);
});

const thing = pod('serviceAccountName: app', 'registry.example/app:1');
const rbac = (rules: string, subject = 'app'): string => `---
# Source: c/templates/c.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: x }
rules: ${rules}
---
# Source: c/templates/c.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: x }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: '${subject}', namespace: x }]
`;

test.each([
  ['resources', '[{ apiGroups: [acme.io], resources: ["${PLURAL}"], verbs: [get] }]'],
  ['verbs', '[{ apiGroups: [acme.io], resources: [things], verbs: "${VERBS}" }]'],
])('a role whose %s are filled in grants something, and nothing is wrong with it', (_, rules) => {
  const file = new SourceFile('a.yaml', account('') + thing + rbac(rules));
  expect(judge(file.text)).toMatchObject([{ verdict: 'used' }]);
  const active = activeRules(registered, { presets: ['strict'], settings: new Map() });
  const { findings } = lint([file], { rules: active });
  expect(findings.filter(({ ruleId }) => ruleId === 'rbac-ineffective')).toEqual([]);
});

test('an account that a binding fills in may be that of whoever runs beside it', () => {
  const rules = '[{ apiGroups: [""], resources: [pods], verbs: [get] }]';
  expect(judge(account('') + thing + rbac(rules, '${ACCOUNT}'))).toMatchObject([{ verdict: 'unknown' }]);
  expect(judge(account('') + thing + rbac(rules, 'other'))).toMatchObject([{ verdict: 'unused' }]);
});

const grant = (kind: string, name: string, namespace = ''): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: any }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ${kind}, name: '${name}'${namespace === '' ? '' : `, namespace: '${namespace}'`} }]
`;

test.each([
  ['default', grant('ServiceAccount', 'default', '${NS}'), 'unknown'],
  ['default', grant('ServiceAccount', 'other', '${NS}'), 'unused'],
  ['default', grant('Group', 'system:serviceaccounts:${NS}'), 'unknown'],
  ['default', grant('Group', 'system:serviceaccounts:${NS:=x}'), 'unknown'],
  ['default', grant('Group', 'system:serviceaccounts:y'), 'unused'],
  ['app', grant('User', 'system:serviceaccount:${NS:=x}:app'), 'unknown'],
  ['app', grant('User', 'system:serviceaccount:x:${NAME:=app}'), 'unknown'],
  ['app', grant('User', 'system:serviceaccount:x:other'), 'unused'],
])('whom a binding may mean, where a part of that is filled in: %s, %s', (name, text, verdict) => {
  const own = pod(`serviceAccountName: ${name}`, 'registry.example/app:1').replace(
    'name: app',
    'name: app, namespace: p',
  );
  const file = new SourceFile('a.yaml', [account(''), own, text].join('---\n').replaceAll(/# Source.*/g, ''));
  const { model } = analyze([file], { complete: true });
  const judged = model.facts.workloads.map((workload) => model.apiUse(workload));
  expect(judged).toMatchObject([{ verdict }]);
  expect(JSON.stringify(judged)).not.toContain('namespace \\"\\"');
  const active = activeRules(registered, { presets: ['strict'], settings: new Map() });
  const { findings } = lint([file], { rules: active });
  expect(findings.filter(({ ruleId }) => ruleId === 'rbac-ineffective')).toEqual([]);
});

test('a binding that leaves open whom it means may be drawn in from elsewhere', () => {
  const own = `apiVersion: v1\nkind: Pod\nmetadata: { name: app, namespace: x }\nspec:\n  containers: [{ name: a, image: acme/app }]\n`;
  const files = {
    'apps/app/kustomization.yaml': 'components: [../../components/rbac]\nresources: [app.yaml]',
    'apps/app/app.yaml': own,
    'components/rbac/kustomization.yaml': 'kind: Component\nresources: [rbac.yaml]',
    'components/rbac/rbac.yaml': grant('ServiceAccount', '${APP}', 'x'),
  };
  const sources = Object.entries(files).map(([uri, text]) => new SourceFile(uri, text));
  const { model } = analyze(sources, {});
  expect(model.facts.workloads.map((workload) => model.apiUse(workload).verdict)).toEqual(['unknown']);
});
