import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';

const binding = (name: string): string =>
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\n' +
  'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\n' +
  `subjects: [{ kind: ServiceAccount, name: ${name}, namespace: default }]\n`;
const pod = (name: string): string =>
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n' +
  `spec: { serviceAccountName: ${name}, containers: [{ name: a, image: a }] }\n`;

const grants = (name: string, uri: string): number | undefined =>
  analyze([new SourceFile('test/e2e/rbac.yaml', binding(name)), new SourceFile(uri, pod(name))], {}).model.facts
    .workloads[0]?.grants.length;

test('an account "default" without a namespace is one that is written near by', () => {
  expect(grants('default', 'test/e2e/pod.yaml')).toBe(1);
  expect(grants('default', 'test/e2e/deep/pod.yaml')).toBe(1);
  expect(grants('default', 'pod.yaml')).toBe(1);
  expect(grants('default', 'test/unit/pod.yaml')).toBe(0);
  expect(grants('app', 'test/unit/pod.yaml')).toBe(1);
});
