import { describe, expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';
import { pod } from '../support/manifests.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: nginx:1
`;

/** As `line: message`. */
function problems(text: string, others: Readonly<Record<string, string>> = {}): string[] {
  const texts = Object.entries({ 'a/a.yaml': text, ...others }).map(([uri, content]) => ({ uri, text: content }));
  return lintTexts(texts).problems.map(({ code, severity, range, message }) => {
    expect([code, severity]).toEqual(['incomplete-manifest', 'warning']);
    return `${String((range?.start.line ?? -1) + 1)}: ${message}`;
  });
}

describe('what is meant for Kubernetes and says nothing to it is told at its place', () => {
  test.each<[string, string, string]>([
    ['a key in another case', deployment.replace('kind', 'Kind'), '2: This key is written "kind": as "Kind" it'],
    ['both keys', deployment.replace('apiV', 'ApiV').replace('kind', 'KIND'), '1: This key is written "apiVersion"'],
    ['no apiVersion', deployment.replace(/^.*\n/, ''), '1: This Deployment has no apiVersion'],
    ['neither', deployment.replace(/^.*\n.*\n/, ''), '1: This object has no apiVersion and no kind'],
    [
      'a name to be made up',
      deployment.replace(/^.*\n/, '').replace('name:', 'generateName:'),
      '1: This Deployment has',
    ],
    ['no kind', deployment.replace(/kind.*\n/, ''), '1: This object has no kind'],
    ['an empty kind', deployment.replace('kind: Deployment', 'kind:'), '1: This object has no kind'],
    ['a template beside its spec', deployment.replace(/^ {2}(?=template)|^ {2}(?= {4})/gm, ''), '12: The containers'],
    [
      'a template in the selector',
      deployment
        .replace('    matchLabels', '    template: { spec: { containers: [] } }\n    matchLabels')
        .replace(/  template:\n[^]*/, ''),
      '7: The containers of a Deployment belong in spec.template.spec, not in spec.selector.template.spec',
    ],
    [
      'a spec beside its template',
      deployment.replace(/^ {4}spec:[^]*/m, '').concat('  spec: { containers: [{}] }\n'),
      'not in spec.spec',
    ],
    [
      'containers in the object',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\ncontainers: [{ name: a }]\n',
      '4: The containers of a Pod belong in spec, not in the object itself',
    ],
    [
      'a spec that is a list',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: [{ containers: [] }]\n',
      '4: The spec of this Pod is no mapping',
    ],
    [
      'a missing dash',
      deployment.replace('- name', '  name'),
      '12: The containers of this Deployment are no list: the API server refuses it; a dash may be missing before "name"',
    ],
    [
      'objects in a list',
      `- apiVersion: v1\n  kind: ServiceAccount\n- ${pod('b').replaceAll('\n', '\n  ')}`,
      '1: kubectl refuses a list of objects',
    ],
    ['JSON', '[{ "apiVersion": "v1", "kind": "Pod" }]', '1: kubectl refuses a list of objects'],
    [
      'an item of a list',
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    containers: []\n`,
      '6: The containers of a Pod belong in spec',
    ],
  ])('%s', (_what, text, said) => {
    const [first, ...more] = problems(text);
    expect(first).toContain(said);
    expect(first).toMatch(/; it was not linted$/);
    for (const other of more) expect(other).toContain('This key is written');
  });

  test.each<[string, string]>([
    ['a manifest', deployment],
    ['a part of one', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n'],
    ['a part with no container', deployment.replace(/      containers[^]*/, '      priorityClassName: high\n')],
    ['a list with something else', '- apiVersion: v1\n  kind: Pod\n- name: tasks\n'],
    ['values of a chart', 'kind: Deployment\nmetadata: {}\nspec: { containers: [] }\n'],
    [
      'a part of one of any kind',
      'metadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a }] } } }\n',
    ],
    ['values with a name', deployment.replace(/^.*\n.*\n/, 'web:\n  replicas: 3\n')],
    ['objects of other programs', 'kind: pipeline\nmetadata: { name: a }\nspec: {}\n'],
    ['what others fill in', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: ${SPEC}\n'],
    ['custom resources', 'apiVersion: example.com/v1\nkind: Web\nmetadata: { name: a }\ncontainers: []\n'],
  ])('not %s', (_what, text) => {
    expect(problems(text)).toEqual([]);
  });

  test('nor a patch', () => {
    const kustomization = 'resources: [b.yaml]\npatches: [{ path: a.yaml, target: { kind: Deployment } }]\n';
    const patch = 'kind: Deployment\nmetadata: { name: a }\n';
    expect(problems(patch)).toHaveLength(1);
    expect(problems(patch, { 'a/kustomization.yaml': kustomization, 'a/b.yaml': pod('b') })).toEqual([]);
  });

  test('aliases that repeat aliases come to an end', { timeout: 20_000 }, () => {
    const repeat = (n: number): string =>
      Array.from({ length: 30 }, (_, k) => `k${String(k)}: *x${String(n)}`).join(', ');
    const levels = Array.from({ length: 8 }, (_, n) => `x${String(n + 1)}: &x${String(n + 1)} { ${repeat(n)} }\n`).join(
      '',
    );
    expect(problems(`apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nx0: &x0 {}\n${levels}`)).toEqual([]);
  });
});

describe('a built-in kind in an API version in which Kubernetes never had it', () => {
  const told = (apiVersion: string, kind: string): string[] =>
    lintTexts([{ uri: 'a.yaml', text: `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n` }])
      .problems.filter(({ code }) => code === 'unknown-version')
      .map(({ message }) => message);

  test.each([
    ['batch/v2', 'Job', 'batch/v1'],
    ['apps/v3', 'Deployment', 'apps/v1'],
    ['v1', 'Deployment', 'apps/v1'],
    ['app/v1', 'StatefulSet', 'apps/v1'],
    ['V1', 'Pod', 'v1'],
    ['apps/v1', 'Job', 'batch/v1'],
    ['apps/v1', 'ServiceAccount', 'v1'],
    ['rbac.authorization.k8s.io/v2', 'RoleBinding', 'rbac.authorization.k8s.io/v1'],
  ])('%s %s is told', (apiVersion, kind, meant) => {
    expect(told(apiVersion, kind)).toEqual([
      `Kubernetes has no ${kind} in "${apiVersion}": the API server refuses it (${meant} has it)`,
    ]);
  });

  test.each([
    ['rbac.authorization.k8s.io/v1beta1', 'Role'],
    ['apps/v1beta1', 'Deployment'],
    ['extensions/v1beta1', 'Deployment'],
    ['batch/v1beta1', 'CronJob'],
    ['apps.example.com/v7', 'Deployment'],
    ['v7', 'Service'],
    ['${VERSION}', 'Deployment'],
    ['PLACEHOLDER', 'Deployment'],
    ['apps/API_VERSION', 'Deployment'],
    ['<version>', 'Deployment'],
    ['__VERSION__', 'Deployment'],
    ['"@version@"', 'Deployment'],
    ['"%version%"', 'Deployment'],
  ])('%s %s is not', (apiVersion, kind) => {
    expect(told(apiVersion, kind)).toEqual([]);
  });

  test('its pods are linted all the same', () => {
    const { findings } = lintTexts([{ uri: 'a.yaml', text: deployment.replace('apps/v1', 'apps/v3') }]);
    expect(findings.map(({ ruleId }) => ruleId)).toContain('automount-unused');
  });
});
