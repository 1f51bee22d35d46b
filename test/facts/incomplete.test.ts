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
