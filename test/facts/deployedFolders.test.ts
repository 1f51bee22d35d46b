import { describe, expect, test } from 'vitest';
import { verdictIn } from '../support/apiUse.ts';
import type { Files } from '../support/kustomize.ts';
import { deploymentOf } from '../support/manifests.ts';

const app = `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: ns }
---
${deploymentOf('web')}`;
const web: Files = { 'apps/web/all.yaml': app, 'apps/web/kustomization.yaml': 'resources: [all.yaml]' };

const verdict = (files: Files, folder?: string): string | undefined =>
  verdictIn(files, folder === undefined ? {} : { folder });

const flux = (changes: string, path = './apps/web'): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: web }\nspec:\n  path: ${path}\n  ${changes}\n`;
const argo = (kustomize: string, path = 'apps/web'): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec:\n  source: { path: ${path}, kustomize: { ${kustomize} } }\n`;
const many = (path: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      sources: [{ path: '${path}', kustomize: { ${patches} } }]\n`;

/** An ApplicationSet by its spec, which has a generator that writes something over its template. */
const over = (template: string, generator: string, rest = ''): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: web }\nspec:\n  template: { spec: ${template} }\n  generators: [${generator}]\n${rest}`;

const off = `'[{ op: add, path: /spec/template/spec/automountServiceAccountToken, value: false }]'`;
const here = '{ source: { path: apps/web } }';
const patches = `patches: [{ target: { kind: Deployment }, patch: ${off} }]`;

const kustomize = `kustomize: { ${patches} }`;

test('a folder that nobody changes is judged by itself', () => {
  expect(verdict(web)).toBe('unused');
  expect(verdict({ ...web, 'clusters/web.yaml': flux('prune: true') })).toBe('unused');
});

describe('what Flux and Argo CD change is as little known as what a kustomization changes', () => {
  test.each([
    ['patches', flux(patches)],
    ['patches of before', flux(`patchesJson6902: [{ target: { kind: Deployment }, patch: [{ op: add }] }]`)],
    ['patches of before, inline', flux(`patchesStrategicMerge: [{ kind: Deployment, metadata: { name: web } }]`)],
    ['images', flux('images: [{ name: nginx, newName: registry.k8s.io/ingress-nginx/controller }]')],
    ['patches by Argo CD', argo(patches)],
    ['patches in a file', argo('patches: [{ target: { kind: Deployment }, path: patch.yaml }]')],
    ['images by Argo CD', argo("images: ['nginx=registry.k8s.io/ingress-nginx/controller:v1']")],
    ['patches by an ApplicationSet', many('apps/web')],
    ['patches by an ApplicationSet that fills in the path', many('apps/{{name}}')],
    ['patches by an ApplicationSet that makes up the path', many('{{ default "any/where" .path }}/web')],
    [
      'patches of a generator',
      over('{}', `{ list: { template: { spec: { source: { path: apps/web, ${kustomize} } } } } }`),
    ],
    ['patches of a generator alone', over(here, `{ list: { template: { spec: { source: { ${kustomize} } } } } }`)],
    [
      'patches where an inner generator has the path',
      over(`{ source: { ${kustomize} } }`, `{ matrix: { generators: [{ list: { template: { spec: ${here} } } }] } }`),
    ],
    ['patches by a patch', over(here, '', '  templatePatch: |\n    spec: { source: { kustomize: {{ .patches }} } }\n')],
    ['patches of what is hydrated', argo(patches).replace(/source: (.*)/, 'sourceHydrator: { drySource: $1 }')],
    ['patches in a path with variables', flux(patches, './${TEAM:=apps}/web')],
    ['patches in a path of a ResourceSet', flux(patches, './apps/<< inputs.name >>')],
  ])('%s', (_, text) => {
    expect(verdict({ ...web, 'clusters/prod/web.yaml': text })).toBe('unknown');
  });

  test.each([
    ['patches of another kind', flux(patches.replace('kind: Deployment', 'kind: Job'))],
    ['patches of another folder', flux(patches, './apps/other')],
    ['patches of other folders', many('apps/{{name}}/other')],
    ['patches of other folders with variables', flux(patches, './${TEAM:=apps}/other')],
    ['a patch of other things', over(here, '', '  templatePatch: "spec: { project: web }"\n')],
    ['another tag', flux('images: [{ name: nginx, newTag: v2 }]')],
    ['another tag by Argo CD', argo("images: ['nginx:v2']")],
    ['another registry', argo("images: ['nginx=registry.example/nginx:v2']")],
    ['a patch that says nothing of tokens', flux(patches.replace('automountServiceAccountToken', 'hostNetwork'))],
  ])('but not for %s', (_, text) => {
    expect(verdict({ ...web, 'clusters/prod/web.yaml': text })).toBe('unused');
  });

  test('in a folder without a kustomization, too', () => {
    const plain = { 'apps/web/deep/all.yaml': app };
    expect(verdict({ ...plain, 'web.yaml': flux(patches) })).toBe('unknown');
    expect(verdict({ ...plain, 'web.yaml': flux(patches, './apps/${NAME}') })).toBe('unknown');
    expect(verdict({ ...plain, 'web.yaml': flux('prune: true') })).toBe('unused');
  });

  test.each(['./', '/', '.', '""'])('in the root of the repository: %s', (path) => {
    expect(verdict({ ...web, 'clusters/web.yaml': flux(patches, path) })).toBe('unused');
    const root = { 'all.yaml': app, 'kustomization.yaml': 'resources: [all.yaml]' };
    expect(verdict({ ...root, 'clusters/web.yaml': flux(patches, path) })).toBe('unknown');
    expect(verdict({ ...root, 'clusters/web.yaml': argo(patches, path) })).toBe('unknown');
    expect(verdict({ ...root, 'clusters/web.yaml': flux(patches).replace(/path: .*/, '') })).toBe('unknown');
    expect(verdict({ ...root, 'clusters/web.yaml': argo(patches).replace('path: apps/web,', '') })).toBe('unused');
  });

  test('in a folder that is called as one nearer to the object is', () => {
    const near = { 'clusters/apps/web/kustomization.yaml': 'resources: [web.yaml]' };
    expect(verdict({ ...web, ...near, 'clusters/apps/web/web.yaml': flux(patches) })).toBe('unknown');
  });

  test('from wherever the repository is read', () => {
    const inside = Object.fromEntries(Object.entries(web).map(([name, text]) => [name.replace('apps/', ''), text]));
    expect(verdict({ ...inside, '../clusters/web.yaml': flux(patches) }, '/repo/apps')).toBe('unknown');
    expect(verdict({ ...inside, '../clusters/web.yaml': flux(patches) }, '/repo/web')).toBe('unused');
    const beside = Object.fromEntries(Object.entries(web).map(([name, text]) => [`../${name}`, text]));
    expect(verdict({ ...beside, 'prod/web.yaml': flux(patches) }, '/repo/clusters')).toBe('unknown');
    expect(verdict({ ...inside, '../clusters/web.yaml': many('apps/{{name}}') }, '/repo/apps')).toBe('unknown');
    const above = Object.fromEntries(Object.entries(web).map(([name, text]) => [`repo/${name}`, text]));
    expect(verdict({ ...above, 'repo/clusters/web.yaml': flux(patches) })).toBe('unknown');
  });
});

test('components are taken in from the deployed folder', () => {
  const component = {
    'components/off/kustomization.yaml': `kind: Component\n${patches}`,
    'clusters/web.yaml': flux('components: [../../components/off]'),
  };
  expect(verdict({ ...web, ...component })).toBe('unknown');
});

test('the namespace that Flux writes completes a binding', () => {
  const rbac = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: web }]
`;
  const files = {
    'apps/web/all.yaml': app.replaceAll(', namespace: ns', '').replace('nginx', 'acme/web'),
    'apps/web/rbac.yaml': rbac,
  };
  expect(verdict({ ...files, 'clusters/web.yaml': flux('targetNamespace: ns') })).toBe('used');
  expect(verdict(files)).toBe('unknown');
});

test('an object of Flux in a file called as kustomize calls its own is none of kustomize', () => {
  expect(verdict({ ...web, 'clusters/kustomization.yaml': flux(patches) })).toBe('unknown');
});

test('a patch in a file of the deployed folder is not one of that name elsewhere', () => {
  const harmless = '[{ op: add, path: /spec/replicas, value: 2 }]';
  const files = { ...web, 'patch.yaml': harmless, 'clusters/web.yaml': argo('patches: [{ path: patch.yaml }]') };
  expect(verdict(files)).toBe('unknown');
});

test('two sources on one line are two', () => {
  const other = `{ path: apps/other, kustomize: { namePrefix: a- } }`;
  const text = argo('').replace(/source: .*/, `sources: [{ path: apps/web, kustomize: { ${patches} } }, ${other}]`);
  expect(verdict({ ...web, 'clusters/web.yaml': text })).toBe('unknown');
});

test('a prefix that Flux writes stands in place of the one that is there', () => {
  const rbac = (name: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: prod }]
`;
  const files = {
    'apps/web/all.yaml': app.replaceAll(', namespace: ns', '').replace('nginx', 'acme/web'),
    'apps/web/kustomization.yaml': 'namePrefix: dev-\nnamespace: dev\nresources: [all.yaml]',
    'clusters/web.yaml': flux('namePrefix: prod-\n  targetNamespace: prod'),
  };
  expect(verdict({ ...files, 'rbac/web.yaml': rbac('prod-web') })).toBe('used');
  expect(verdict({ ...files, 'rbac/web.yaml': rbac('prod-dev-web') })).toBe('unused');
});

test('a ResourceSet is a list of objects', () => {
  const set = (object: string): string =>
    `apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: { name: web }\nspec:\n  resources:\n    - ${object.replaceAll('\n', '\n      ')}\n`;
  const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: web, namespace: << inputs.namespace >> }]
`;
  const other = { ...web, 'apps/web/all.yaml': app.replace('nginx', 'acme/web') };
  expect(verdict({ ...web, 'clusters/set.yaml': set(flux(patches, './apps/<< inputs.name >>')) })).toBe('unknown');
  expect(verdict({ ...other, 'clusters/set.yaml': set(binding) })).toBe('unknown');
  expect(verdict({ ...other, 'clusters/set.yaml': set(binding.replace('<< inputs.namespace >>', 'ns')) })).toBe('used');
});

test('objects that all deploy each of many folders, under names of their own, take no longer than so many', () => {
  const count = 150;
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  const folders = numbers.flatMap((name) => [
    [`apps/${name}/all.yaml`, app.replaceAll('web', `web${name}`)],
    [`apps/${name}/kustomization.yaml`, 'resources: [all.yaml]'],
  ]);
  const sets = numbers.map((name) => many('apps/{{name}}').replace(patches, `namespace: ns${name}`));
  const files: Files = { ...Object.fromEntries(folders), 'argo.yaml': sets.join('---\n') };
  expect(verdict(files)).toBe('unknown');
  expect(verdict({ ...files, 'argo.yaml': sets.slice(0, 9).join('---\n') })).toBe('unused');
});
