import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';

const account = (chart: string): string =>
  `---\n# Source: ${chart}/templates/sa.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app}\n`;
const broken = '---\n# Source: c/templates/rb.yaml\napiVersion: v1\nkind: RoleBinding\nmetadata: {name: "x\n';

function isComplete(texts: Readonly<Record<string, string>>): (boolean | undefined)[] {
  const files = Object.entries(texts).map(([uri, text]) => new SourceFile(uri, text));
  const { facts } = analyze(files, {}).model;
  return facts.accounts.map(({ document }) => facts.completeness.of(document).complete);
}

test('a rendered chart is complete, unless a document of it could not be read', () => {
  expect(isComplete({ 'a.yaml': account('c') })).toEqual([true]);
  expect(isComplete({ 'a.yaml': account('c') + broken })).toEqual([false]);
  expect(isComplete({ 'c/templates/sa.yaml': account('c'), 'c/templates/rb.yaml': broken })).toEqual([false]);
  expect(isComplete({ 'a.yaml': account('c'), 'b.yaml': broken })).toEqual([true]);
});

test('a list of a cluster’s objects, too', () => {
  const stored = 'metadata: {name: app, uid: "1"}';
  const list = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ServiceAccount, ${stored}}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, ${stored}}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, ${stored}}
`;
  expect(isComplete({ 'a.yaml': list })).toEqual([true]);
  // Who asked for one kind of bindings did not ask for the other.
  expect(isComplete({ 'a.yaml': list.replace(/.*kind: ClusterRoleBinding.*\n/, '') })).toEqual([false]);
  expect(isComplete({ 'a.yaml': `${list}---\na: "\n` })).toEqual([false]);
});

test('a kustomization, too', () => {
  const kustomization =
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [sa.yaml, rb.yaml]\n';
  const plain = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app}\n';
  const folder = (binding: string): Record<string, string> => ({
    'k/kustomization.yaml': kustomization,
    'k/rb.yaml': binding,
    'k/sa.yaml': plain,
  });
  expect(isComplete(folder(plain))).toEqual([true, true]);
  expect(isComplete(folder('a: "\n'))).toEqual([false]);
  expect(isComplete(folder(plain.replace('app', '"{{ .Values.name }}"')))).toEqual([false]);
});

test('but not a manifest that notes in the same words where it is from', () => {
  const of = (source: string): unknown =>
    isComplete({ 'a.yaml': `# Source: ${source}\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n` });
  expect(of('app/templates/account.yaml')).toEqual([true]);
  expect(of('app/charts/other/templates/my account.yaml')).toEqual([true]);
  expect(of('https://example.com/app/templates/account.yaml')).toEqual([false]);
  expect(of('upstream')).toEqual([false]);
  expect(of('kubernetes/examples/account.yaml')).toEqual([false]);
});
