import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const chart = (name: string, ...objects: string[]): { uri: string; text: string } => ({
  uri: `${name}.yaml`,
  text: objects.map((object) => `---\n# Source: ${name}/templates/x.yaml\n${object}`).join(''),
});
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n';
const role =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: app }\n' +
  'rules: [{ apiGroups: [""], resources: [pods], verbs: [list] }]\n';
const binding =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: app }\n' +
  'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }\n' +
  'subjects: [{ kind: ServiceAccount, name: app, namespace: prod }]\n';
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n' +
  'spec: { serviceAccountName: app, containers: [{ name: a, image: nginx }] }\n';

const orphans = (...files: { uri: string; text: string }[]): string[] =>
  lintTexts(files, { preset: 'strict' }).findings.flatMap(({ ruleId, location }) =>
    ruleId === 'account-orphan' ? [location.uri] : [],
  );

test('a binding of another rendering counts where it spells out whom it means', () => {
  const unused = (...files: { uri: string; text: string }[]): number =>
    lintTexts(files, {}).findings.filter(({ ruleId }) => ruleId === 'automount-unused').length;
  const inside = (text: string, namespace: string): string =>
    text.replaceAll('metadata: { name: app }', `metadata: { name: app, namespace: ${namespace} }`);
  const workload = (namespace: string): string =>
    inside(account, namespace) +
    '---\n# Source: a/templates/x.yaml\n' +
    pod
      .replace('metadata: { name: a }', `metadata: { name: a, namespace: ${namespace} }`)
      .replace('nginx', 'x.example/a:1');
  const grants = (namespace: string): { uri: string; text: string } =>
    chart('b', inside(role, namespace), inside(binding, namespace).replace('prod', namespace));
  expect(unused(chart('a', workload('prod')))).toBe(1);
  expect(unused(chart('a', workload('prod')), grants('prod'))).toBe(0);
  expect(unused(chart('a', workload('prod')), grants('test'))).toBe(1);
  // What helm writes where nobody names a namespace says nothing.
  expect(unused(chart('a', workload('default')), grants('default'))).toBe(1);
});

test('an account that no workload runs as is no less so beside another chart that has one of that name', () => {
  const orphaned = chart('a', account, role, binding);
  expect(orphans(orphaned)).toEqual(['a.yaml']);
  expect(orphans(orphaned, chart('b', account, pod))).toEqual(['a.yaml']);
  expect(orphans(orphaned, chart('b', pod))).toEqual([]);
  expect(orphans(chart('a', account, role, binding, pod))).toEqual([]);
});
