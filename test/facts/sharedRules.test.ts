import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { escalationsOf } from '../../src/facts/rbac/escalation.ts';
import { analyze } from '../../src/lint/analyze.ts';

const count = 200;
const numbers = Array.from({ length: count }, (_, index) => String(index));
const rbac = 'rbac.authorization.k8s.io';
const list = (items: readonly string[]): string => `apiVersion: v1\nkind: List\nitems:\n${items.join('\n')}\n`;

test('what roles add to view is found once, not for each binding', () => {
  const bindings = numbers.map(
    (name) => `- apiVersion: ${rbac}/v1
  kind: RoleBinding
  metadata: { name: b, namespace: x }
  roleRef: { apiGroup: ${rbac}, kind: ClusterRole, name: view }
  subjects: [{ kind: ServiceAccount, name: a-${name} }]`,
  );
  const roles = numbers.map(
    (name) => `- apiVersion: ${rbac}/v1
  kind: ClusterRole
  metadata: { name: r-${name}, labels: { ${rbac}/aggregate-to-view: "true" } }
  rules: [{ apiGroups: [""], resources: [${name === '7' ? 'secrets' : 'events'}], verbs: [get] }]`,
  );
  const { facts } = analyze([new SourceFile('a.yaml', list([...bindings, ...roles]))], {}).model;
  expect(facts.grants).toHaveLength(count);
  expect(new Set(facts.grants.flatMap((grant) => escalationsOf(grant).map(({ id }) => id)))).toEqual(
    new Set(['secrets']),
  );
  // The same list, not one as long.
  expect(new Set(facts.grants.map(({ rules }) => rules)).size).toBe(1);
  expect(facts.grants[0]?.rules).toHaveLength(count);
});

test('what ClusterRoles that select alike take in is found once, not for each', { timeout: 20_000 }, () => {
  const many = Array.from({ length: 1600 }, (_, index) => String(index));
  const objects = many.flatMap((name) => [
    `- apiVersion: ${rbac}/v1
  kind: ClusterRole
  metadata: { name: r-${name}, labels: { a: b } }
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }`,
    `- apiVersion: ${rbac}/v1
  kind: RoleBinding
  metadata: { name: b, namespace: x }
  roleRef: { apiGroup: ${rbac}, kind: ClusterRole, name: r-${name} }
  subjects: [{ kind: ServiceAccount, name: a-${name} }]`,
  ]);
  const leaf = `- apiVersion: ${rbac}/v1
  kind: ClusterRole
  metadata: { name: leaf, labels: { a: b } }
  rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]`;
  const { facts } = analyze([new SourceFile('a.yaml', list([...objects, leaf]))], {}).model;
  expect(facts.grants).toHaveLength(many.length);
  expect(facts.grants.every(({ rules }) => rules.length === 1)).toBe(true);
});
