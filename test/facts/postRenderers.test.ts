import { describe, expect, test } from 'vitest';
import { verdictIn, verdictsIn } from '../support/apiUse.ts';
import { deploymentOf } from '../support/manifests.ts';

const workload = `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: ns }
---
# Source: web/templates/deployment.yaml
${deploymentOf('web')}`;
const rendering = `# Source: web/templates/account.yaml\n${workload}`;

const release = (changes: string, chart = 'chart: { spec: { chart: web } }'): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: any }\nspec:\n  ${chart}\n  postRenderers: [{ kustomize: { ${changes} } }]\n`;

const patch = (path: string, kind = 'Deployment'): string =>
  `patches: [{ target: { kind: ${kind} }, patch: '[{ op: add, path: ${path}, value: false }]' }]`;
const off = patch('/spec/template/spec/automountServiceAccountToken');

const verdict = (text: string, rendered = rendering): string | undefined =>
  verdictIn({ 'a/rendered.yaml': rendered, 'flux/web.yaml': text });

test('a rendering that nobody changes is judged by itself', () => {
  expect(verdict(release(''))).toBe('unused');
});

describe('what a HelmRelease changes in what its chart renders to is not known', () => {
  test.each([
    ['automount', release(off)],
    ['the account of a pod', release(patch('/spec/template/spec/serviceAccountName'))],
    ['the automount of an account', release(patch('/automountServiceAccountToken', 'ServiceAccount'))],
    ['an image', release('images: [{ name: nginx, newName: registry.k8s.io/ingress-nginx/controller }]')],
    [
      'a patch of before',
      release(
        'patchesStrategicMerge: [{ kind: Deployment, metadata: { name: web }, spec: { template: { spec: { serviceAccountName: other } } } }]',
      ),
    ],
    ['the chart of a folder', release(off, 'chart: { spec: { chart: ./charts/web/ } }')],
    ['a folder that is called otherwise than its chart', release(off, 'chart: { spec: { chart: ./deploy/chart } }')],
    [
      'one of the root of a repository',
      release(off, 'chart: { spec: { chart: helm, sourceRef: { kind: GitRepository, name: any } } }'),
    ],
    ['a chart that another object names', release(off, 'chartRef: { kind: OCIRepository, name: any }')],
    ['a chart whose name is filled in', release(off, 'chart: { spec: { chart: "${CHART}" } }')],
    ['several of a chart', `${release('images: [{ name: a, newTag: b }]')}---\n${release(off)}`],
    ['very many of a chart', Array.from({ length: 200 }, () => release(off)).join('---\n')],
  ])('%s', (_, text) => {
    expect(verdict(text)).toBe('unknown');
  });

  test.each([
    ['another object', release(patch('/spec/template/spec/serviceAccountName', 'Job'))],
    ['nothing that tells', release(patch('/spec/replicas'))],
    ['another chart', release(off, 'chart: { spec: { chart: other } }')],
    [
      'another chart of a repository',
      release(off, 'chart: { spec: { chart: other, sourceRef: { kind: HelmRepository, name: any } } }'),
    ],
    ['another group’s objects', release(off).replace('helm.toolkit.fluxcd.io', 'example.com')],
  ])('but it is where it changes %s', (_, text) => {
    expect(verdict(text)).toBe('unused');
  });

  test('but it is where it changes the folder of another rendering', () => {
    const other = rendering.replaceAll('web', 'other');
    const files = {
      'a.yaml': rendering,
      'b.yaml': other,
      'c.yaml': release(off, 'chart: { spec: { chart: charts/other } }'),
    };
    expect(verdictsIn(files)).toEqual(['unused', 'unknown']);
  });

  test('what was rendered of no chart is judged by itself', () => {
    expect(verdict(release(off, 'chartRef: { name: a }'), workload.replace(/# Source.*\n/, ''))).toBe('unused');
  });
});

test('a change of bindings in several renderings is told to the workloads of each', () => {
  const granting = `${rendering.replaceAll('ns }', 'NS }').replace('nginx', 'acme/web')}---
# Source: web/templates/binding.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: any }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: other, namespace: ns }]
`;
  const change = patch('/subjects/0/name', 'ClusterRoleBinding').replace('false', 'web');
  const files = (text: string): Record<string, string> => ({
    'a/a.yaml': granting.replaceAll('NS', 'a').replaceAll('web }', 'app }').replaceAll('name: web,', 'name: app,'),
    'a/b.yaml': granting.replaceAll('NS', 'b'),
    'flux/web.yaml': text,
  });
  const verdicts = (text: string): string[] => verdictsIn(files(text));
  expect(verdicts(release(''))[1]).toBe('unused');
  expect(verdicts(release(change))[1]).toBe('unknown');
});
