import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { folder, run } from '../support/command.ts';
import { jwt, jwtPieces, pod } from '../support/manifests.ts';

const root = join(import.meta.dirname, '../..');

interface Output {
  workloads: {
    resource: { kind: string; name: string | null };
    serviceAccountName: string;
    serviceAccountFound: boolean;
    automount: { value: boolean; decidedBy: string; file: string; range: { start: { line: number } } };
    apiUse: { verdict: string };
    rejected: string[];
    containers: { name: string; type: string; tokens: Record<string, unknown>[] }[];
    permissions: {
      verbs: string[] | null;
      escalation: string | null;
      known: string;
      via: { kind: string; name: string }[];
    }[];
  }[];
}

const schema: unknown = JSON.parse(readFileSync(join(root, 'schemas/tokens.schema.json'), 'utf8'));
const isOutput = new Ajv2020({ strict: false }).compile<Output>(Object(schema));

function tokens(args: readonly string[], options: Parameters<typeof run>[1] = { cwd: root }): Output {
  const value: unknown = JSON.parse(run(['tokens', ...args, '--format', 'json'], options).stdout);
  if (!isOutput(value)) throw new Error(JSON.stringify(isOutput.errors?.slice(0, 3)));
  return value;
}

const sample = `apiVersion: v1
kind: ServiceAccount
metadata: { name: app }
automountServiceAccountToken: true
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app }, { kind: User, name: someone }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [get, list] }
  - { apiGroups: [core], resources: [pods], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: everyone }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:discovery" }
subjects: [{ kind: Group, name: "system:authenticated" }]
---
apiVersion: v1
kind: Secret
metadata: { name: old, annotations: { kubernetes.io/service-account.name: app } }
type: kubernetes.io/service-account-token
---
{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "c"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": {
  "serviceAccountName": "app",
  "initContainers": [{"name": "i", "image": "i"}, {"name": "s", "image": "s", "restartPolicy": "Always"}],
  "containers": [{"name": "a", "image": "a", "env": [{"name": "T", "valueFrom": {"secretKeyRef": {"name": "old", "key": "token"}}}],
    "volumeMounts": [{"name": "v", "mountPath": "/v", "readOnly": true}, {"name": "own", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}],
  "volumes": [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t", "audience": "vault", "expirationSeconds": 3607}}, {"serviceAccountToken": {"path": "api", "expirationSeconds": 3607}}]}},
    {"name": "own", "emptyDir": {}}]
}}}}}}]}
`;

describe('tokens --format json', () => {
  test('says what reaches each container, who decided so, and what the account may do', () => {
    const { workloads } = tokens(['-'], { cwd: folder({}), input: sample });
    expect(workloads).toHaveLength(1);
    const [workload] = workloads;
    expect(workload).toMatchObject({
      resource: { kind: 'CronJob', name: 'c' },
      serviceAccountName: 'app',
      serviceAccountFound: true,
      automount: { value: true, decidedBy: 'serviceAccount', file: 'stdin', range: { start: { line: 4 } } },
      rejected: [],
    });
    expect(workload?.containers.map(({ name, type }) => [name, type])).toEqual([
      ['i', 'init'],
      ['s', 'sidecar'],
      ['a', 'container'],
    ]);
    const automatic = {
      kind: 'automount',
      path: 'token',
      audience: null,
      expirationSeconds: 3607,
      lifetimeSeconds: 31_536_000,
      readOnly: true,
    };
    expect(workload?.containers[0]?.tokens).toMatchObject([automatic]);
    expect(workload?.containers[1]?.tokens).toMatchObject([automatic]);
    expect(workload?.containers[2]?.tokens).toMatchObject([
      {
        kind: 'projected',
        volume: 'v',
        mountPath: '/v',
        path: 't',
        audience: 'vault',
        lifetimeSeconds: 3607,
        readOnly: true,
      },
      { kind: 'projected', path: 'api', audience: null, expirationSeconds: 3607, lifetimeSeconds: 31_536_000 },
      { kind: 'secret', mountPath: null, lifetimeSeconds: null },
    ]);
    expect(workload?.permissions).toMatchObject([
      {
        verbs: ['get', 'list'],
        escalation: 'may read secrets',
        known: 'declared',
        via: [
          { kind: 'RoleBinding', name: 'app' },
          { kind: 'Role', name: 'app' },
        ],
      },
    ]);
  });

  test('of the examples, chosen and sorted', () => {
    expect(tokens(['examples/shop']).workloads).toHaveLength(10);
    expect(tokens(['examples/shop', '--account', 'payments']).workloads.map(({ resource }) => resource.name)).toEqual([
      'payments',
    ]);
    expect(tokens(['examples/shop', '--namespace', 'nowhere']).workloads).toEqual([]);
    const used = tokens(['examples/shop', '--verdict', 'used']).workloads;
    expect(used.map(({ resource }) => resource.name)).toEqual(['orders-operator']);
    const verdicts = tokens(['examples/shop', '--sort', 'verdict']).workloads.map(({ apiUse }) => apiUse.verdict);
    expect(verdicts).toEqual(
      [...verdicts].sort((a, b) => ['unused', 'unknown', 'used'].indexOf(a) - ['unused', 'unknown', 'used'].indexOf(b)),
    );
  });

  test('quotes why the API server refuses a pod', () => {
    const search = tokens(['examples/shop', '--account', 'search']).workloads[0];
    expect(search?.rejected).toEqual([
      'spec.template.spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 300: may not specify a duration less than 10 minutes',
    ]);
  });
});

describe('tokens for people', () => {
  test('a table within 110 columns, with a total', () => {
    const { stdout, code } = run(['tokens', 'examples/shop'], { cwd: root });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 110 && !line.includes('rejected:'))).toEqual([]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^10 workloads: API token 1 used, 9 unused, 0 unknown; \d+ tokens in \d+ of \d+ containers$/,
    );
  });

  test('a Markdown table, a row a token', () => {
    const { stdout } = run(['tokens', 'examples/shop', '--format', 'markdown'], { cwd: root });
    const place = 'examples/shop/payments.yaml';
    expect(stdout).toContain(
      `| Deployment shop/payments | ${place}:12 | payments | off, by the account (${place}:7) | unused (medium confidence) | payments | projected | https://vault.shop.example | 10 min | \`/var/run/secrets/vault/token\` | – | – |`,
    );
  });

  test('Markdown says what is refused, which container gets none, and what was not read', () => {
    const one = { 'a.yaml': podWith('{ path: d/t, expirationSeconds: 60 }'), 'b.yaml': '{', 'c.yaml': pod('c') };
    const two = one['c.yaml'].replace('spec:', 'spec:\n  automountServiceAccountToken: false');
    const cwd = folder({ ...one, 'c.yaml': two });
    const { stdout, code } = run(['tokens', '--format', 'markdown'], { cwd });
    expect(code).toBe(2);
    const rows = stdout.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toContain('| error | b.yaml:1:1 | This \\{ was opened here and is not closed |');
    expect(rows.find((row) => row.startsWith('| Pod a'))).toContain('may not specify a duration less than 10 minutes');
    expect(rows.at(-1)).toContain('| a | none | – | – | – | – | – |');
    expect(new Set(rows.map((row) => row.split(' | ').length))).toEqual(new Set([3, 12]));
  });

  const listed = (input: string, format = 'pretty'): string =>
    run(['tokens', '-', '--format', format], { cwd: folder({}), input }).stdout;
  const podWith = (source: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: a${more} }
spec:
  automountServiceAccountToken: false
  containers: [{ name: a, image: a, volumeMounts: [{ name: v, mountPath: /m, subPath: d }] }]
  volumes: [{ name: v, projected: { sources: [{ serviceAccountToken: ${source} }] } }]
`;

  test('says where the file is, and that a lifetime is not valid', () => {
    expect(listed(podWith('{ path: d/t, expirationSeconds: 1h }'))).toContain('API server  not valid  /m/t (subPath)');
    expect(listed(podWith('{ path: d/t }')).trimEnd()).toMatch(/; 1 token in 1 of 1 container$/);
  });

  test('of a Secret, says whose token it is and what that account may do', () => {
    const output = listed(sample);
    expect(output).toMatch(/secret\s+API server\s+no expiry\s+environment/);
    expect(output).toContain('Secret old: token of account app');
    expect(output).toContain('may: as account app, with Secret old: Role app in its namespace: may read secrets');
  });

  test('breaks what is wider than 100 columns', () => {
    const output = listed(podWith('{ path: d/t }').replace('name: a', `name: ${'long-'.repeat(20)}name`));
    expect(output.split('\n').filter((line) => line.length > 112)).toEqual([]);
    expect(output).toContain('\n  account default\n  API token unknown\n');
  });

  test('prints no token that someone wrote as an audience', () => {
    const input = podWith(`{ path: d/t, audience: ${jwt} }`);
    for (const format of ['pretty', 'json', 'markdown'])
      for (const piece of jwtPieces) expect(listed(input, format)).not.toContain(piece);
  });

  test('nothing of a manifest is markup in Markdown', () => {
    const input = podWith('{ path: "d/`t|`", audience: "[x](https://x)*|" }', ', namespace: "<b>`n`"');
    const output = listed(input, 'markdown');
    expect(output).toContain('\\[x\\](https://x)\\*\\|');
    expect(output).toContain('/m/\\`t\\|\\`');
    expect(output).toContain('\\<b\\>\\`n\\`/a');
  });

  test('a mirror pod gets none', () => {
    const input = podWith('{ path: d/t }', ', annotations: { kubernetes.io/config.mirror: x }').replace(
      'false',
      'true',
    );
    expect(listed(input)).toContain('automount off, as for every static pod (stdin:3)');
  });

  test('options of other commands are refused', () => {
    for (const args of [
      ['tokens', '-', '--fail-on', 'error'],
      ['tokens', '-', '--compliance', 'cis'],
      ['-', '--namespace', 'shop'],
      ['rules', '--verdict', 'used'],
    ])
      expect(run(args, { cwd: folder({}), input: '' })).toMatchObject({ code: 2, stdout: '' });
  });

  test('wrong usage and unreadable input', () => {
    expect(run(['tokens', 'examples', '--verdict', 'usd'], { cwd: root })).toMatchObject({ code: 2, stdout: '' });
    expect(run(['tokens', 'examples', '--format', 'sarif'], { cwd: root }).code).toBe(2);
    const broken = run(['tokens', 'a.yaml'], { cwd: folder({ 'a.yaml': 'kind: [' }) });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain('a.yaml:1:');
  });
});

const corpus = join(root, '../shared/corpus/rendered');
test.skipIf(!existsSync(corpus))('tokens of real charts fit the schema (skipped where the corpus is absent)', () => {
  expect(tokens([corpus]).workloads.length).toBeGreaterThan(400);
});
