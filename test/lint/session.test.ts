import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import type { LintOptions } from '../../src/lint/lint.ts';
import { ComparedSession } from '../support/comparedSession.ts';

const active = activeRules(rules, { presets: ['zero-trust', 'strict', 'recommended'], settings: new Map() });

// Few names, so that files have much to do with each other.
const name = fc.constantFrom('a', 'b', 'default');
const namespace = fc.constantFrom(undefined, undefined, 'x', 'y');
const account = fc.constantFrom('a', 'b', 'default', undefined);
const image = fc.constantFrom(undefined, 'nginx:1.27', 'acme/app:1', 'acme/app:2', 'acme/tool', 'bitnami/kubectl:1.30');

const meta = fc.record({ name, namespace });
const object = (kind: string, apiVersion: string, rest: fc.Arbitrary<object> = fc.constant({})): fc.Arbitrary<object> =>
  fc.tuple(meta, rest).map(([metadata, more]) => ({ apiVersion, kind, metadata, ...more }));
const rbac = 'rbac.authorization.k8s.io/v1';

const podSpec = fc
  .record({
    serviceAccountName: account,
    automountServiceAccountToken: fc.constantFrom(undefined, undefined, false, true),
    image,
    command: fc.constantFrom(undefined, ['/bin/app', 'serve'], ['sh', '-c', 'kubectl get pods'], ['sh', '/c/run.sh']),
    volume: fc.constantFrom(undefined, { configMap: { name: 'a' } }, { secret: { secretName: 'a' } }),
  })
  .map(({ image: one, command, volume, ...rest }) => ({
    ...rest,
    containers: [{ name: 'c', image: one, command, volumeMounts: volume && [{ name: 'v', mountPath: '/c' }] }],
    volumes: volume && [{ name: 'v', ...volume }],
  }));

const subject = fc.oneof(
  fc.record({ kind: fc.constant('ServiceAccount'), name, namespace }),
  fc.constantFrom(
    { kind: 'Group', name: 'system:serviceaccounts' },
    { kind: 'Group', name: 'system:serviceaccounts:x' },
  ),
);
const binding = fc.record({
  roleRef: fc.record({
    apiGroup: fc.constant('rbac.authorization.k8s.io'),
    kind: fc.constantFrom('Role', 'ClusterRole'),
    name: fc.constantFrom('a', 'b', 'view', 'cluster-admin'),
  }),
  subjects: fc.array(subject, { minLength: 1, maxLength: 2 }),
});
const policy = fc.record({
  apiGroups: fc.constant(['']),
  resources: fc.constantFrom(['pods'], ['secrets'], ['*']),
  verbs: fc.constantFrom(['get'], ['create'], ['*']),
});
const roleRules = fc.record({ rules: fc.array(policy, { maxLength: 2 }) });
const to = fc.constantFrom('a', 'b');
const selector = fc.oneof(
  to.map((own) => ({ matchLabels: { to: own } })),
  to.map((own) => ({ matchExpressions: [{ key: 'to', operator: 'NotIn', values: [own] }] })),
  fc.constant({}),
);
const aggregated = fc
  .tuple(selector, roleRules)
  .map(([own, more]) => ({ aggregationRule: { clusterRoleSelectors: [own] }, ...more }));
const toView = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
// Chains of them, and circles.
const aggregate = fc
  .tuple(name, to, fc.boolean(), fc.oneof(roleRules, aggregated))
  .map(([own, label, isAdded, more]) => ({
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: own, labels: { to: label, ...(isAdded ? toView : {}) } },
    ...more,
  }));

const manifest = fc.oneof(
  {
    arbitrary: object(
      'Deployment',
      'apps/v1',
      podSpec.map((spec) => ({ spec: { template: { spec } } })),
    ),
    weight: 3,
  },
  {
    arbitrary: object(
      'Pod',
      'v1',
      podSpec.map((spec) => ({ spec })),
    ),
    weight: 2,
  },
  { arbitrary: object('ServiceAccount', 'v1'), weight: 3 },
  { arbitrary: object('RoleBinding', rbac, binding), weight: 2 },
  object('ClusterRoleBinding', rbac, binding),
  object('Role', rbac, roleRules),
  object('ClusterRole', rbac, fc.oneof(roleRules, aggregated)),
  aggregate,
  object('ConfigMap', 'v1', fc.constantFrom({ data: { 'run.sh': 'kubectl get pods' } }, { data: { x: 'y' } })),
  object('Secret', 'v1', fc.constantFrom({ type: 'kubernetes.io/service-account-token' }, { data: { token: 'eA==' } })),
  fc.constant({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: rbac, kind: 'RoleBinding', metadata: { name: 'b', namespace: 'x', uid: 'b' } }],
  }),
  object(
    'Workflow',
    'argoproj.io/v1alpha1',
    account.map((serviceAccountName) => ({ spec: { serviceAccountName } })),
  ),
  object(
    'PrometheusRule',
    'monitoring.coreos.com/v1',
    fc
      .constantFrom({ record: 'serviceaccount_x', expr: '1' }, { alert: 'A', expr: 'serviceaccount_x > 1' })
      .map((rule) => ({ spec: { groups: [{ name: 'g', rules: [rule] }] } })),
  ),
);
const comment = fc.constantFrom(
  '',
  '',
  '\n',
  '# Source: c/templates/a.yaml\n',
  '# kube-token-lint-disable\n',
  'x: "\n---\n',
);
const text = fc
  .array(fc.tuple(comment, manifest), { maxLength: 4 })
  .map((all) => all.map(([before, one]) => `---\n${before}${stringify(one)}`).join(''));
const kustomization = fc
  .constantFrom(['a.yaml'], ['a.yaml', 'p/b.yaml'], ['gone.yaml'])
  .map((resources) => stringify({ resources, patches: [{ path: 'q/a.yaml' }] }));
const flux = fc.constantFrom('p', './q', 'gone').map((path) =>
  stringify({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'a' },
    spec: { path, targetNamespace: 'x', patches: [{ patch: 'kind: Job\nmetadata: { name: a }\n$patch: replace' }] },
  }),
);

const file = fc.oneof(
  { arbitrary: fc.tuple(fc.constantFrom('a.yaml', 'p/a.yaml', 'p/b.yaml', 'q/a.yaml', 'q/b.yaml'), text), weight: 12 },
  fc.tuple(fc.constant('kustomization.yaml'), kustomization),
  fc.tuple(fc.constant('flux.yaml'), flux),
);
const step = fc.oneof(
  { arbitrary: file.map(([uri, now]) => ({ uri, now })), weight: 6 },
  { arbitrary: fc.record({ uri: fc.constantFrom('a.yaml', 'p/a.yaml', 'q/b.yaml', 'kustomization.yaml') }), weight: 1 },
);

const patched = 'patches: [{ path: p/patch.yaml }]\n';
const worker = 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n';
const images = '      containers: [{ name: a, image: acme/app }]\n';
const bound = (more = ''): string => `apiVersion: ${rbac}
kind: RoleBinding
metadata: { name: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }
subjects: [{ kind: ServiceAccount, name: default }]
${more}`;
const declared = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a }\n';
const running = `${worker}      serviceAccountName: a\n      containers: [{ name: a, image: nginx }]\n`;
const stored = `apiVersion: v1
kind: List
items:
  - { apiVersion: ${rbac}, kind: RoleBinding, metadata: { name: b, namespace: x, uid: b } }
`;

test.each([
  {
    title: 'a pod that becomes a patch',
    first: {
      'kustomization.yaml': patched,
      'p/b.yaml': worker + images,
      'q/a.yaml': worker + images.replace('app', 'other'),
      'p/r.yaml': bound(),
    },
    uri: 'p/b.yaml',
    now: `${worker}      serviceAccountName: default\n`,
  },
  {
    title: 'a dump that is none any more',
    first: { 'a.yaml': declared, 'b.yaml': `${running}---\n${stored}` },
    uri: 'b.yaml',
    now: running,
  },
  {
    title: 'a binding with a pod template',
    first: { 'b.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n' },
    uri: 'a.yaml',
    now: bound('spec: { template: { spec: { containers: [{ name: a, image: a }] } } }\n'),
  },
  {
    title: 'a file of a kustomization that can be read now',
    first: {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'a.yaml': declared + '---\n' + running,
      'b.yaml': 'x: "\n',
    },
    uri: 'b.yaml',
    now: 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\n',
  },
])('after a change a session finds what one run finds: $title', ({ first, uri, now }) => {
  for (const complete of [true, undefined]) {
    const options: LintOptions = { rules: active, ...(complete === undefined ? {} : { complete }) };
    const session = new ComparedSession(options, Object.entries<string>(first));
    session.result();
    session.set(uri, now);
    session.result();
  }
});

test('after any changes a session finds what one run finds', () => {
  const found = { findings: 0, reused: 0 };
  fc.assert(
    fc.property(
      fc.array(file, { maxLength: 5 }),
      fc.array(step, { maxLength: 8 }),
      fc.boolean(),
      (first, steps, complete) => {
        const options: LintOptions = { rules: active, ...(complete ? { complete } : {}) };
        const session = new ComparedSession(options, first);
        let before: ReadonlyMap<string, unknown> = new Map();
        for (const one of [undefined, ...steps]) {
          if (one !== undefined && 'now' in one) session.set(one.uri, one.now);
          else if (one !== undefined) session.delete(one.uri);
          const whole = session.result();
          const now = new Map(session.names.map((uri) => [uri, session.resultIn(uri)]));
          for (const [uri, own] of now) if (before.get(uri) === own && own.findings.length > 0) found.reused += 1;
          found.findings += whole.findings.length;
          before = now;
        }
      },
    ),
    { seed: 1, numRuns: Number(process.env['SESSION_FUZZ'] ?? 150) },
  );
  // Otherwise the property says nothing.
  expect(found.findings).toBeGreaterThan(1000);
  expect(found.reused).toBeGreaterThan(100);
});

test('what a program’s other pods show is followed: as whom they run, and what that is granted', () => {
  const session = new ComparedSession({ rules: active, complete: true });
  const deployment = (own: string, user: string): string =>
    stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: own, namespace: 'x' },
      spec: { template: { spec: { serviceAccountName: user, containers: [{ name: 'c', image: 'acme/app:1' }] } } },
    });
  const grant = (user: string): string =>
    stringify({
      apiVersion: rbac,
      kind: 'RoleBinding',
      metadata: { name: 'grant', namespace: 'x' },
      roleRef: { apiGroup: rbac.split('/')[0], kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: user, namespace: 'x' }],
    });
  const found = (uri: string, now: string): unknown => {
    session.set(uri, now);
    session.result();
    return JSON.stringify(session.resultIn('web.yaml').findings);
  };
  const account = stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'x' } });
  found('web.yaml', `${account}---\n${deployment('web', 'web')}`);
  // More than are looked at one by one, so that what they looked up is shared.
  for (let index = 10; index < 60; index += 1)
    found(`pod-${String(index)}.yaml`, deployment(`pod-${String(index)}`, `u-${String(index)}`));
  const states = [
    found('rbac.yaml', grant('u-40')),
    found('pod-40.yaml', `# moved\n${deployment('pod-40', 'u-40')}`),
    found('pod-40.yaml', deployment('pod-40', 'nobody')),
    found('rbac.yaml', grant('nobody')),
    found('rbac.yaml', grant('somebody-else')),
  ];
  expect(states.map((state, index) => state === states[index - 1])).toEqual([false, true, false, false, false]);
});

test('what roles add to one of the API server’s own is followed by each that is bound to it', () => {
  const session = new ComparedSession({ rules: active, complete: true });
  const put = (uri: string, now: string): void => {
    session.set(uri, now);
    session.result();
  };
  const bound = (own: string): string =>
    [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: own, namespace: 'x' } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: own, namespace: 'x' },
        spec: { serviceAccountName: own, containers: [{ name: 'c', image: 'nginx:1.27' }] },
      },
      {
        apiVersion: rbac,
        kind: 'RoleBinding',
        metadata: { name: own, namespace: 'x' },
        roleRef: { apiGroup: rbac.split('/')[0], kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: own, namespace: 'x' }],
      },
    ]
      .map((one) => stringify(one))
      .join('---\n');
  const role = (resource: string): string =>
    stringify({
      apiVersion: rbac,
      kind: 'ClusterRole',
      metadata: { name: 'more', labels: { [`${rbac.split('/')[0] ?? ''}/aggregate-to-view`]: 'true' } },
      rules: [{ apiGroups: [''], resources: [resource], verbs: ['get', 'list'] }],
    });
  put('a.yaml', bound('a'));
  put('b.yaml', bound('b'));
  for (const resource of ['pods', 'secrets', 'pods']) put('role.yaml', role(resource));
  const label = `${rbac.split('/')[0] ?? ''}/aggregate-to-view`;
  const taking = (own: string, labels: string, wanted: string): string =>
    `${role('secrets').replace('more', own).replace(label, labels)}aggregationRule: { clusterRoleSelectors: [{ matchLabels: { ${wanted}: "true" } }] }\n`;
  put('top.yaml', taking('top', label, 'x'));
  put('mid.yaml', taking('mid', 'x', 'y'));
  for (const own of ['y', 'x', 'z', 'y']) put('leaf.yaml', role('secrets').replace('more', 'leaf').replace(label, own));
  for (const wanted of ['z', 'y']) put('mid.yaml', taking('mid', 'x', wanted));
  expect(session.resultIn('leaf.yaml').findings.map(({ ruleId }) => ruleId)).toContain('rbac-secrets-read');
  put('top.yaml', taking('top', 'x', 'x'));
  put('role.yaml', role('secrets'));
  put('b.yaml', bound('b').replaceAll('name: view', 'name: edit'));
  put('b.yaml', bound('c'));
});
