import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from './support/command.ts';
import { haveTools, tool } from './support/tools.ts';

const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  selector: { matchLabels: { app: {{ .Chart.Name }} } }
  template:
    metadata: { labels: { app: {{ .Chart.Name }} } }
    spec:
      serviceAccountName: {{ .Release.Name }}-{{ .Chart.Name }}
      containers:
        - name: main
          image: "{{ .Values.image }}"
`;
const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: ServiceAccount, name: {{ .Release.Name }}-{{ .Chart.Name }}, namespace: {{ .Release.Namespace }} }
`;
const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;

describe.skipIf(!haveTools)('real helm and kubectl (skipped where their binaries do not run)', () => {
  const cwd = folder({
    'Chart.yaml': chart('web'),
    'values.yaml': 'image: registry.example/web:1\n',
    'templates/account.yaml': account,
    'templates/deployment.yaml': deployment,
    'templates/NOTES.txt': 'Thank you',
    'charts/operator/Chart.yaml': chart('operator'),
    'charts/operator/values.yaml': 'image: registry.example/operator:1\n',
    'charts/operator/templates/account.yaml': account,
    'charts/operator/templates/binding.yaml': binding,
    'charts/operator/templates/deployment.yaml': deployment,
  });
  const helm = (...args: string[]): string => execFileSync(tool('helm'), args, { cwd, encoding: 'utf8' });

  test('helm template | kube-token-lint -: lines of the rendered text, and the template by name', () => {
    const rendered = helm('template', 'rel', '.', '--namespace', 'shop');
    const { code, output } = runJson(['-'], { cwd, input: rendered });
    expect(code).toBe(1);
    expect(output.problems).toEqual([]);
    expect(output.findings).toHaveLength(1);
    const [finding] = output.findings;
    expect(finding).toMatchObject({
      ruleId: 'automount-unused',
      file: 'stdin',
      template: { file: 'web/templates/deployment.yaml' },
      resource: { kind: 'Deployment', name: 'rel-web' },
    });
    const { start, end } = finding?.range ?? { start: { line: 0, column: 0 }, end: { column: 0 } };
    expect(rendered.split('\n')[start.line - 1]?.slice(start.column - 1, end.column - 1)).toBe('spec');
    const sarif = run(['-', '--format', 'sarif'], { cwd, input: rendered }).stdout;
    expect(sarif).toContain(`"startLine": ${String(start.line)},`);
  });

  test('helm template --output-dir: a folder of rendered files is one rendering', () => {
    helm('template', 'rel', '.', '--output-dir', 'out');
    const { output } = runJson(['out'], { cwd });
    expect(output.findings.map(({ ruleId, file }) => [ruleId, file])).toEqual([
      ['automount-unused', 'out/web/templates/deployment.yaml'],
    ]);
  });

  test('the chart itself, unrendered: each template is named as skipped', () => {
    const { code, output } = runJson(['templates', 'charts'], { cwd });
    expect(code).toBe(0);
    expect(output.findings).toEqual([]);
    expect(output.problems).toHaveLength(5);
    expect(new Set(output.problems.map((problem) => problem.code))).toEqual(new Set(['unrendered-template']));
  });

  test('kubectl’s JSON and kustomizations', () => {
    const kubectl = (...args: string[]): string => execFileSync(tool('kubectl'), args, { cwd, encoding: 'utf8' });
    const created = kubectl('create', 'deployment', 'web', '--image=nginx', '--dry-run=client', '-o', 'json');
    expect(runJson(['-'], { cwd, input: created }).output.findings.map(({ ruleId }) => ruleId)).toContain(
      'account-default',
    );
    const base = folder({
      'kustomization.yaml': 'resources: [pod.yaml]\nnamespace: shop\n',
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: nginx }] }\n',
    });
    const built = execFileSync(tool('kubectl'), ['kustomize', base], { encoding: 'utf8' });
    expect(runJson(['-'], { cwd, input: built }).output.findings[0]?.resource.namespace).toBe('shop');
    expect(runJson(['.'], { cwd: base }).output.findings.map(({ ruleId }) => ruleId)).toEqual([
      'account-default',
      'automount-unused',
    ]);
  });
});
