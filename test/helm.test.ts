import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from './support/command.ts';
import type { JsonFinding } from './support/jsonOutput.ts';
import { haveTools, tool } from './support/tools.ts';

const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
`;
/** Its token is good for less than the API server grants: an error whatever uses it, at the value in the last line. */
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
      automountServiceAccountToken: false
      containers:
        - name: main
          image: {{ .Values.image | quote }}
          volumeMounts:
            - { name: token, mountPath: /var/run/secrets/vault, readOnly: true }
      volumes:
        - name: token
          projected:
            sources:
              - serviceAccountToken:
                  path: token
                  audience: https://vault.{{ .Release.Namespace }}.example
                  expirationSeconds: {{ .Values.seconds }}
`;
const hook = `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: pre-install }
spec:
  template:
    spec:
      serviceAccountName: {{ .Release.Name }}-{{ .Chart.Name }}
      automountServiceAccountToken: "true"
      restartPolicy: Never
      containers: [{ name: main, image: {{ .Values.image | quote }} }]
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
const values = (image: string, seconds: number): string => `image: ${image}\nseconds: ${String(seconds)}\n`;

describe.skipIf(!haveTools)('real helm and kubectl (skipped where their binaries do not run)', () => {
  const cwd = folder({
    'Chart.yaml': chart('web'),
    'values.yaml': values('registry.example/web:1', 300),
    'templates/account.yaml': account,
    'templates/deployment.yaml': deployment,
    'templates/NOTES.txt': "1. Get the URL: [it's here\n{{ .Release.Name }}: is: up",
    'charts/operator/Chart.yaml': chart('operator'),
    'charts/operator/values.yaml': values('registry.example/operator:1', 500),
    'charts/operator/templates/account.yaml': account,
    'charts/operator/templates/binding.yaml': binding,
    'charts/operator/templates/deployment.yaml': deployment,
    'charts/operator/templates/job.yaml': hook,
  });
  const helm = (...args: string[]): string =>
    execFileSync(tool('helm'), args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const kubectl = (where: string, ...args: string[]): string =>
    execFileSync(tool('kubectl'), args, { cwd: where, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  /** What the fixtures above are wrong in, as [rule, file, template, object, text]. */
  function summarize(
    findings: readonly JsonFinding[],
    textOf: (file: string) => string,
  ): (string | null | undefined)[][] {
    return findings
      .filter(({ severity }) => severity === 'error')
      .map(({ ruleId, file, template, resource, range: { start, end } }) => {
        expect(end.line).toBe(start.line);
        const line = textOf(file).split('\n')[start.line - 1] ?? '';
        return [ruleId, file, template?.file, resource.name, line.slice(start.column - 1, end.column - 1)];
      })
      .sort();
  }
  const bounds = 'token-expiration-bounds';
  const ineffective = 'automount-ineffective';
  const inChart = 'web/charts/operator/templates';
  const expected = [
    [ineffective, 'stdin', `${inChart}/job.yaml`, 'rel-migrate', '"true"'],
    [bounds, 'stdin', 'web/templates/deployment.yaml', 'rel-web', '300'],
    [bounds, 'stdin', `${inChart}/deployment.yaml`, 'rel-operator', '500'],
  ].sort();

  test('helm template | kube-token-lint -: lines of the rendered text, and the template by name', () => {
    const rendered = helm('template', 'rel', '.', '--namespace', 'shop');
    const { code, output } = runJson(['-'], { cwd, input: rendered });
    expect(code).toBe(1);
    expect(output.problems).toEqual([]);
    expect(summarize(output.findings, () => rendered)).toEqual(expected);
  });

  test('SARIF has the same places, and the template as a property', () => {
    const rendered = helm('template', 'rel', '.');
    const { findings } = runJson(['-'], { cwd, input: rendered }).output;
    const sarif: unknown = JSON.parse(run(['-', '--format', 'sarif'], { cwd, input: rendered }).stdout);
    expect(sarif).toMatchObject({
      runs: [
        {
          results: findings.map(({ ruleId, range, template, fingerprint }) => ({
            ruleId,
            partialFingerprints: { 'kubeTokenLint/v1': fingerprint },
            properties: { template: template?.file },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'stdin' },
                  region: {
                    startLine: range.start.line,
                    startColumn: range.start.column,
                    endLine: range.end.line,
                    endColumn: range.end.column,
                  },
                },
              },
            ],
          })),
        },
      ],
    });
    expect(findings.map(({ template }) => template?.file)).not.toContain(undefined);
    expect(run(['-'], { cwd, input: rendered }).stdout).toContain('in template web/templates/deployment.yaml');
  });

  test('values and other templates leave fingerprints alone', () => {
    const prints = (...args: string[]): Map<string, string> => {
      const { findings } = runJson(['-'], { cwd, input: helm('template', 'rel', '.', ...args) }).output;
      return new Map(
        findings.map(({ resource, ruleId, fingerprint }) => [`${resource.name ?? ''} ${ruleId}`, fingerprint]),
      );
    };
    const print = prints().get(`rel-web ${bounds}`);
    expect(print).toMatch(/./);
    expect(prints('--set', 'seconds=400').get(`rel-web ${bounds}`)).toBe(print);
    expect(prints('--show-only', 'templates/deployment.yaml').get(`rel-web ${bounds}`)).toBe(print);
  });

  test('helm install --dry-run: hooks and manifests are linted, the notes are named', () => {
    const text = helm('install', 'rel', '.', '--dry-run=client', '--namespace', 'shop');
    expect(text).toContain('NOTES:');
    const { code, output } = runJson(['-'], { cwd, input: text });
    expect(code).toBe(1);
    expect(output.problems).toMatchObject([{ code: 'helm-notes', severity: 'warning' }]);
    expect(text.split('\n')[(output.problems[0]?.range?.start.line ?? 0) - 1]).toBe('NOTES:');
    expect(summarize(output.findings, () => text)).toEqual(expected);
  });

  test('helm install --dry-run --debug, which prints the values first', () => {
    const text = helm('install', 'rel', '.', '--dry-run=client', '--debug');
    expect(runJson(['-'], { cwd, input: text }).code).toBe(1);
  });

  test('helm template --output-dir: a folder of rendered files is one rendering', () => {
    helm('template', 'rel', '.', '--namespace', 'shop', '--output-dir', 'out');
    const { code, output } = runJson(['out'], { cwd });
    expect(code).toBe(1);
    expect(output.problems).toEqual([]);
    const read = (file: string): string => execFileSync('cat', [file], { cwd, encoding: 'utf8' });
    expect(summarize(output.findings, read)).toEqual(
      expected.map(([rule, , template, ...rest]) => [rule, `out/${template ?? ''}`, template, ...rest]).sort(),
    );
  });

  test('the chart itself, unrendered: each template is named as skipped', () => {
    const { code, output } = runJson(['templates', 'charts'], { cwd });
    expect(code).toBe(0);
    expect(output.findings).toEqual([]);
    expect(output.problems.map(({ file, code: what, severity }) => [file, what, severity])).toEqual(
      [
        'templates/account.yaml',
        'templates/deployment.yaml',
        'charts/operator/templates/account.yaml',
        'charts/operator/templates/binding.yaml',
        'charts/operator/templates/deployment.yaml',
        'charts/operator/templates/job.yaml',
      ].map((file) => [file, 'unrendered-template', 'warning']),
    );
  });

  test('the command that renders a chart, as it is told, where a chart that it depends on is elsewhere', () => {
    const root = folder({
      'app chart/Chart.yaml': `${chart('app')}dependencies: [{ name: lib, version: 1.0.0, repository: file://../lib }]\n`,
      'app chart/templates/a.yaml': '{{ include "pod" . }}\n',
      'lib/Chart.yaml': `${chart('lib')}type: library\n`,
      'lib/templates/_pod.tpl':
        '{{ define "pod" }}apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: nginx }] }{{ end }}\n',
    });
    const [problem] = runJson(['.'], { cwd: root }).output.problems;
    const command = /`(.* \|) kube-token-lint -`/.exec(problem?.message ?? '')?.[1] ?? '';
    const env = { ...process.env, PATH: `${dirname(tool('helm'))}:${process.env['PATH'] ?? ''}` };
    execFileSync('sh', ['-c', `${command} cat > rendered.yaml`], { cwd: root, env });
    const { problems, findings } = runJson(['rendered.yaml'], { cwd: root }).output;
    expect(problems).toEqual([]);
    expect(findings).toMatchObject([{ ruleId: 'automount-unused', template: { file: 'app/templates/a.yaml' } }]);
  });

  test('kubectl create --dry-run=client, as JSON and as YAML', () => {
    for (const format of ['json', 'yaml']) {
      const create = ['create', 'deployment', 'web', '--image=nginx', '--dry-run=client', '-o', format];
      const created = kubectl(cwd, ...create);
      const { code, output } = runJson(['-'], { cwd, input: created });
      expect(code).toBe(1);
      expect(output.problems).toEqual([]);
      const finding = output.findings.find(({ ruleId }) => ruleId === 'automount-unused');
      expect(finding?.resource).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
      const { start, end } = finding?.range ?? { start: { line: 0, column: 0 }, end: { column: 0 } };
      const line = created.split('\n')[start.line - 1] ?? '';
      expect(line.slice(start.column - 1, end.column - 1).replaceAll('"', '')).toBe('spec');
    }
  });

  test('kubectl kustomize, and the kustomization as a folder', () => {
    const base = folder({
      'kustomization.yaml': 'resources: [pod.yaml]\nnamespace: shop\nnamePrefix: my-\n',
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: nginx }] }\n',
    });
    const built = kubectl(base, 'kustomize', '.');
    const found = runJson(['-'], { cwd: base, input: built }).output.findings;
    expect(found.map(({ ruleId }) => ruleId)).toContain('automount-unused');
    expect(found.map(({ resource }) => [resource.namespace, resource.name])).toEqual(found.map(() => ['shop', 'my-a']));
    const folderOutput = runJson(['.'], { cwd: base }).output;
    expect(folderOutput.problems).toEqual([]);
    expect(folderOutput.findings.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(['automount-unused']));
  });
});
