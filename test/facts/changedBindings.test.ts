import { describe, expect, test } from 'vitest';
import { verdictIn } from '../support/apiUse.ts';
import type { Files } from '../support/kustomize.ts';
import { deploymentOf } from '../support/manifests.ts';

const web = (account = 'web'): string => `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${account}, namespace: ns }
---
${deploymentOf(account, 'acme/web:1')}`;
const binding = (subject: string, role = 'edit'): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: any }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: ServiceAccount, name: ${subject}, namespace: ns }]
`;
const emptyRole = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: own }\nrules: []\n';

const patch = (kind: string, path: string, value: string): string =>
  `patches: [{ target: { kind: ${kind} }, patch: '[{ op: add, path: ${path}, value: ${value} }]' }]\n`;
const more = (name: string): string =>
  patch('ClusterRoleBinding', '/subjects/-', `{ kind: ServiceAccount, name: ${name}, namespace: ns }`);
const replacement = `replacements:
  - source: { kind: ServiceAccount, fieldPath: metadata.name }
    targets: [{ select: { kind: ClusterRoleBinding }, fieldPaths: [subjects.0.name] }]
`;

const verdictOf = (files: Files, complete?: boolean): string | undefined =>
  verdictIn(files, complete === undefined ? {} : { complete });

const together = (changes: string, rbac = binding('other'), account = 'web'): Files => ({
  'app/web.yaml': web(account),
  'app/rbac.yaml': rbac,
  'app/kustomization.yaml': `resources: [web.yaml, rbac.yaml]\n${changes}`,
});
const apart = (changes: string): Files => ({
  'app/web.yaml': web(),
  'app/kustomization.yaml': 'resources: [web.yaml]',
  'rbac/rbac.yaml': binding('other'),
  'rbac/kustomization.yaml': `resources: [rbac.yaml]\n${changes}`,
});

describe('a binding that a kustomization changes may come to name an account, however complete the input is', () => {
  test.each([
    ['by the name that it writes', together(more('web'))],
    ['by a name from elsewhere', together(replacement)],
    ['by a name that is filled in', together(more('"${NAME}"'))],
    [
      'by a group',
      together(patch('ClusterRoleBinding', '/subjects/0', '{ kind: Group, name: "system:serviceaccounts" }')),
    ],
    ['in another build', apart(more('web'))],
    ['by its role', together(patch('ClusterRole', '/rules/-', '{}'), `${binding('web', 'own')}---\n${emptyRole}`)],
    [
      'by its namespace',
      together(
        patch('ClusterRoleBinding', '/subjects/0/namespace', 'ns'),
        binding('default').replace('namespace: ns', 'namespace: other'),
        'default',
      ),
    ],
  ])('%s', (_, files) => {
    expect(verdictOf(files, true)).toBe('unknown');
    expect(verdictOf(files)).toBe('unknown');
  });

  test.each([
    ['another name', together(more('another'))],
    ['another name in another build', apart(more('another'))],
    ['a name from elsewhere in another build', apart(replacement)],
    ['its labels', together(patch('ClusterRoleBinding', '/metadata/labels', '{ web: web }'))],
  ])('but not by %s', (_, files) => {
    expect(verdictOf(files, true)).toBe('unused');
  });
});

test('a namespace that is patched makes another of a default account, and of one that a binding grants something', () => {
  const elsewhere = binding('default').replace('namespace: ns', 'namespace: prod');
  const patched = (kind: string): string => patch(kind, '/metadata/namespace', 'prod');
  expect(verdictOf(together(patched('Deployment'), elsewhere, 'default'), true)).toBe('unknown');
  expect(verdictOf(together(patched('Service'), elsewhere, 'default'), true)).toBe('unused');
  const own = elsewhere.replace('Cluster', '').replace('{ name: any }', '{ name: any, namespace: old }');
  const bound = own.replace(', namespace: prod', '');
  expect(verdictOf(together(patched('RoleBinding'), bound, 'default'), true)).toBe('unknown');
  expect(verdictOf(together('', bound, 'default'), true)).toBe('unused');
});

test('an account that a patch gives another name may be the one that a binding names so', () => {
  const renaming = (options: string): string =>
    `patches: [{ target: { kind: ServiceAccount }, options: { ${options} }, patch: '{ kind: ServiceAccount, metadata: { name: other } }' }]`;
  expect(verdictOf(together(renaming('allowNameChange: true')), true)).toBe('unknown');
  expect(verdictOf(together(renaming('allowNameChange: false')), true)).toBe('unused');
});
