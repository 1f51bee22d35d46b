import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { folder, run, runJson } from '../support/command.ts';

/** Charts of several kinds: each takes what it is called and its namespace. */
const charts: readonly ((name: string, namespace: string) => string)[] = [
  (name, namespace) => `# A database.
apiVersion: v1
kind: ServiceAccount
metadata:
    name: ${name}
    namespace: ${namespace}
automountServiceAccountToken: "false"
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}, namespace: ${namespace}}
spec:
    selector: {matchLabels: {app: ${name}}}
    template:
        metadata: {labels: {app: ${name}}}
        spec:
            serviceAccount: "${name}"   # the old name
            containers:
            -   name: postgres
                image: postgres:16
`,
  (name, namespace) => `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: ${namespace} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name}, namespace: ${namespace} }
rules:
  - apiGroups: [""]
    resources: [secrets]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }]
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  serviceAccountName: ${name}
  automountServiceAccountToken: true
  containers: [{ name: manager, image: registry.example/operator:2 }]
`,
  (name, namespace) => `apiVersion: v1
kind: Pod
metadata: { generateName: ${name}-, namespace: ${namespace} }
spec:
  serviceAccount: ${name}
  containers:
    - name: app
      image: registry.example/app:1
      volumeMounts: [{ name: a, mountPath: /a/token, subPath: token }, { name: b, mountPath: /b }]
  volumes:
    - name: a
      projected: { sources: [{ serviceAccountToken: { path: token, expirationSeconds: 90000 } }] }
    - name: b
      projected:
        sources:
          - serviceAccountToken: { path: one, expirationSeconds: 90000 }
          - serviceAccountToken: { path: two, expirationSeconds: 3607 }
`,
  (name, namespace) =>
    `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { serviceAccount: name, containers: [{ name: 'cache', image: 'redis:7' }] } }, undefined, 2)}\n`,
];
const namespaces = ['shop', 'ops', 'data'];
const files = namespaces.flatMap((namespace) =>
  charts.map((chart, index): [string, string] => {
    const name = `app-${String(index)}`;
    return [`charts/${namespace}/${name}.${index === 3 ? 'json' : 'yaml'}`, chart(name, namespace)];
  }),
);

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'core.autocrlf=false'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const lint = (cwd: string, ...args: string[]): ReturnType<typeof run> => run(['--fail-on', 'info', ...args], { cwd });
const haveGit = spawnSync('git', ['--version']).status === 0;

test.skipIf(!haveGit)(
  'a repository comes to zero by fixes, suppressions and a baseline, and stays there (skipped without git)',
  { timeout: 120_000 },
  () => {
    const cwd = folder(Object.fromEntries(files));
    git(cwd, 'init', '-q');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-qm', 'charts');
    const before = runJson(['.'], { cwd }).output.findings.length;
    expect(before).toBeGreaterThan(35);

    expect(lint(cwd, '--fix').code).toBe(1);
    const fixed = git(cwd, 'diff', '--unified=0', 'charts/shop').split('\n');
    expect(fixed.filter((line) => /^[-+] /.test(line) || /^[-+]\w/.test(line))).toEqual([
      '-automountServiceAccountToken: "false"',
      '+automountServiceAccountToken: false',
      '-            serviceAccount: "app-0"   # the old name',
      '+            serviceAccountName: "app-0"   # the old name',
      '-  serviceAccount: app-2',
      '+  serviceAccountName: app-2',
      '-      volumeMounts: [{ name: a, mountPath: /a/token, subPath: token }, { name: b, mountPath: /b }]',
      '+      volumeMounts: [{ name: a, mountPath: /a/token, subPath: token, readOnly: true }, { name: b, mountPath: /b, readOnly: true }]',
      '-    "serviceAccount": "app-3",',
      '+    "serviceAccountName": "app-3",',
    ]);
    git(cwd, 'commit', '-qam', 'fix');

    for (const namespace of namespaces) {
      const role = join(cwd, `charts/${namespace}/app-1.yaml`);
      const reason = '# kube-token-lint-disable-line rbac-secrets-read -- it copies certificates';
      writeFileSync(role, readFileSync(role, 'utf8').replace('[secrets]', `[secrets] ${reason}`));
    }
    expect(runJson(['.'], { cwd }).output.summary['suppressed']).toBe(3);
    expect(lint(cwd, '--update-baseline').code).toBe(0);
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-qm', 'accept');

    const clone = join(folder({}), 'clone');
    git(cwd, 'clone', '-q', '.', clone);
    expect(lint(clone)).toMatchObject({ code: 0, stderr: '' });
    expect(lint(clone, '--update-baseline').code).toBe(0);
    expect(git(clone, 'status', '--porcelain')).toBe('');

    for (const [file] of files.filter(([name]) => name.endsWith('.yaml'))) {
      const documents = parseAllDocuments(readFileSync(join(clone, file), 'utf8')).toReversed();
      const text = documents.map((one) => `---\n\n${one.toString({ indent: 4, lineWidth: 0, singleQuote: true })}`);
      writeFileSync(join(clone, file), text.join(''));
    }
    mkdirSync(join(clone, 'deploy'));
    renameSync(join(clone, 'charts/ops'), join(clone, 'deploy/ops'));
    expect(lint(clone)).toMatchObject({ code: 0, stderr: '' });

    writeFileSync(join(clone, 'deploy/new.yaml'), charts[2]?.('new', 'shop') ?? '');
    const added = runJson(['.'], { cwd: clone }).output.findings;
    expect(new Set(added.map(({ file }) => file))).toEqual(new Set(['deploy/new.yaml']));
    expect(added.length).toBeGreaterThan(3);

    writeFileSync(join(clone, 'deploy/new.yaml'), '');
    writeFileSync(join(clone, 'charts/data/app-2.yaml'), '');
    const gone = lint(clone);
    expect(gone.code).toBe(0);
    expect(gone.stderr).toMatch(
      /^\d entries of kube-token-lint.baseline.json are gone.*:\n {2}charts\/data\/app-2.yaml: Pod data\/\?: /,
    );
  },
);
