import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import type { ApiUse } from '../../src/evidence/evidence.ts';
import { analyze } from '../../src/lint/analyze.ts';

const binding = (name: string): string =>
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\n' +
  'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\n' +
  `subjects: [{ kind: ServiceAccount, name: ${name}, namespace: default }]\n`;
const pod = (name: string): string =>
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n' +
  `spec: { serviceAccountName: ${name}, containers: [{ name: a, image: a }] }\n`;

const grants = (name: string, uri: string): number | undefined =>
  analyze([new SourceFile('test/e2e/rbac.yaml', binding(name)), new SourceFile(uri, pod(name))], {}).model.facts
    .workloads[0]?.grants.length;

test('an account "default" without a namespace is one that is written near by', () => {
  expect(grants('default', 'test/e2e/pod.yaml')).toBe(1);
  expect(grants('default', 'test/e2e/deep/pod.yaml')).toBe(1);
  expect(grants('default', 'pod.yaml')).toBe(1);
  expect(grants('default', 'test/unit/pod.yaml')).toBe(0);
  expect(grants('app', 'test/unit/pod.yaml')).toBe(1);
});

test('a binding that the API server rejects for an account without namespace may mean who can be deployed with it', () => {
  const misses = (name: string, uri: string, template = ''): number => {
    const files = [
      new SourceFile('test/rbac.yaml', `${template}${binding(name).replace(', namespace: default', '')}`),
      new SourceFile(uri, `${template.replace('a/', 'b/')}${pod(name)}`),
    ];
    return [...(analyze(files, {}).model.facts.workloads[0]?.misses() ?? [])].length;
  };
  expect(misses('app', 'test/pod.yaml')).toBe(1);
  expect(misses('app', 'other/pod.yaml')).toBe(1);
  expect(misses('app', 'other/pod.yaml', '# Source: a/templates/a.yaml\n')).toBe(0);
  // Every namespace has its own.
  expect(misses('default', 'test/pod.yaml')).toBe(1);
  expect(misses('default', 'other/pod.yaml')).toBe(0);
});

test('a group of one namespace is that of a workload without a namespace only near by; elsewhere it may be', () => {
  const group = (name: string): string =>
    binding('a').replace(/\{ kind: ServiceAccount[^}]*\}/, `{ kind: Group, name: "system:serviceaccounts${name}" }`);
  const use = (uri: string, name: string, text = pod('app')): string | undefined => {
    const { model } = analyze([new SourceFile('ingress/rbac.yaml', group(name)), new SourceFile(uri, text)], {});
    return model.facts.workloads.map((workload) => model.apiUse(workload).verdict)[0];
  };
  expect(use('ingress/pod.yaml', ':ingress')).toBe('used');
  expect(use('backup/pod.yaml', ':ingress')).toBe('unknown');
  expect(use('backup/pod.yaml', ':ingress', pod('app').replace('name: a }', 'name: a, namespace: ingress }'))).toBe(
    'used',
  );
  expect(use('backup/pod.yaml', '')).toBe('used');
});

const rbac = 'apiVersion: rbac.authorization.k8s.io/v1\n';
const clusterRole = (name: string, labels: string, rest: string): string =>
  `${rbac}kind: ClusterRole\nmetadata: { name: ${name}, labels: { ${labels} } }\n${rest}\n`;
const rule = (resource: string): string => `rules: [{ apiGroups: [""], resources: [${resource}], verbs: [get] }]`;
const taking = (label: string): string =>
  `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { ${label}: "true" } }] }`;
const toView = 'rbac.authorization.k8s.io/aggregate-to-view: "true"';

/** What an account bound to a ClusterRole may get. */
function granted(roleName: string, ...roles: string[]): string[] {
  const bound = binding('a').replace('cluster-admin', roleName);
  const text = [pod('a'), bound, ...roles].join('---\n');
  const [workload] = analyze([new SourceFile('a.yaml', text)], {}).model.facts.workloads;
  return workload?.grants.flatMap(({ rules }) => rules.flatMap(({ resources }) => resources)) ?? [];
}

const leaf = clusterRole('leaf', 'x: "true"', rule('secrets'));
const stale = `${rule('pods')}\n${taking('x')}`;

test.each([
  ['of view', 'view', [clusterRole('mid', toView, stale)]],
  ['of a role', 'top', [clusterRole('top', '', taking('y')), clusterRole('mid', 'y: "true"', stale)]],
])('what a role takes in is what others take in of it, not what it writes: %s', (_, name, roles) => {
  expect(granted(name, leaf, ...roles)).toEqual(['secrets']);
  expect(granted(name, leaf.replace('x:', 'z:'), ...roles)).toEqual([]);
});

test('roles that take in each other have what the others write, each rule once', () => {
  const one = clusterRole('one', `${toView}, x: "true"`, `${rule('pods')}\n${taking('x')}`);
  const two = clusterRole('two', `${toView}, x: "true"`, `${rule('nodes')}\n${taking('x')}`);
  for (const name of ['one', 'two', 'view']) expect(granted(name, one, two, leaf)).toEqual(['secrets']);
});

test.each([
  ['{ matchExpressions: [{ key: x, operator: In, values: ["true", "yes"] }] }', ['secrets']],
  ['{ matchExpressions: [{ key: x, operator: NotIn, values: ["true"] }] }', ['pods', 'nodes']],
  ['{ matchExpressions: [{ key: x, operator: Exists }] }', ['pods', 'secrets']],
  ['{ matchExpressions: [{ key: x, operator: DoesNotExist }] }', ['nodes']],
  ['{ matchLabels: { y: "1" }, matchExpressions: [{ key: x, operator: Exists }] }', ['pods']],
  ['{ matchLabels: { y: "1" }, matchExpressions: [{ key: x, operator: NotIn, values: [no] }] }', []],
  ['{}', ['pods', 'nodes', 'secrets']],
  // What the API server's code refuses selects nothing.
  ['{ matchExpressions: [{ key: x, operator: In }] }', []],
  ['{ matchExpressions: [{ key: x, operator: Is, values: ["true"] }] }', []],
])('a role takes in what a selector selects: %s', (selector, expected) => {
  const roles = [
    clusterRole('one', 'x: "no", y: "1"', rule('pods')),
    clusterRole('two', '', rule('nodes')),
    clusterRole('top', toView, `aggregationRule: { clusterRoleSelectors: [${selector}] }`),
  ];
  expect(granted('top', ...roles, leaf).sort()).toEqual([...expected].sort());
  expect(granted('view', ...roles, leaf).sort()).toEqual([...expected].sort());
});

test('a role as the cluster stored it keeps its rules where what they came from is not in the input', () => {
  const stored = clusterRole('mid', toView, stale).replace('{ name', '{ uid: u, name');
  expect(granted('view', stored)).toEqual(['pods']);
  expect(granted('view', stored, leaf)).toEqual(['secrets']);
});

test('a role of the input whose rules are elsewhere is not said to be elsewhere itself', () => {
  const text = [pod('a'), binding('a').replace('cluster-admin', 'top'), clusterRole('top', '', taking('y'))];
  const messages = (...documents: string[]): (string | undefined)[] => {
    const { model } = analyze([new SourceFile('a.yaml', documents.join('---\n'))], {});
    return model.facts.workloads.flatMap((workload) => model.apiUse(workload).evidence.map(({ message }) => message));
  };
  expect(messages(...text)[0]).toContain('"top", whose rules are not in the input, to');
  expect(messages(...text.slice(0, 2))[0]).toContain('"top", which is not in the input, to');
});

test.each([
  ['one in another namespace', 'account', 'namespace: other', /in the namespace "other", not in this workload's$/],
  ['one that is filled in', 'account', 'namespace: "${NS}"', /in a namespace that is filled in elsewhere, "\$\{NS\}"$/],
  [
    'one that is filled in, for the account of whoever names none',
    'default',
    'namespace: $(NS)',
    /filled in elsewhere/,
  ],
  ['none, so that the API server rejects it', 'account', '', /without its namespace/],
  ['none, for the account of whoever names none', 'default', '', /without its namespace/],
])('a token is not called unused where a binding gives its account’s name with %s', (_, name, namespace, message) => {
  const own = pod(name).replace('{ name: a }', '{ name: a, namespace: shop }');
  const useOf = (bound: string): ApiUse | undefined => {
    const files = [new SourceFile('a.yaml', `${own}---\n${binding(bound).replace('namespace: default', namespace)}`)];
    const { model } = analyze(files, { complete: true });
    return model.facts.workloads.map((workload) => model.apiUse(workload))[0];
  };
  expect(useOf(name)).toMatchObject({ verdict: 'unknown', evidence: [{ message: expect.stringMatching(message) }] });
  expect(useOf('nobody')?.evidence[0]?.message).toMatch(/^No binding grants the account/);
});

test('what is filled in may be the namespace that a binding names', () => {
  const own = pod('account').replace('{ name: a }', '{ name: a, namespace: "${NS}" }');
  const { model } = analyze([new SourceFile('a.yaml', `${own}---\n${binding('account')}`)], { complete: true });
  expect(model.facts.workloads.map((workload) => model.apiUse(workload).evidence[0]?.message)).toEqual([
    'A binding names an account "account" in the namespace "default"; this workload\'s is filled in elsewhere, "${NS}"',
  ]);
});

test('nor where the account of that name is declared in the namespace that the binding means', () => {
  const declared = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: account, namespace: default }\n';
  const own = pod('account').replace('{ name: a }', '{ name: a, namespace: shop }');
  const verdicts = (...more: string[]): string[] => {
    const text = [own, binding('account'), declared, ...more].join('---\n');
    const { model } = analyze([new SourceFile('a.yaml', text)], { complete: true });
    return model.facts.workloads.map((workload) => model.apiUse(workload).verdict);
  };
  expect(verdicts()).toEqual(['unknown']);
  const other = pod('account')
    .replace('{ name: a }', '{ name: b, namespace: default }')
    .replace('image: a', 'image: b');
  expect(verdicts(other)).toEqual(['unused', 'used']);
});

test('a group of accounts grants to those of its namespace, in the order of the bindings', () => {
  const bound = (name: string, group: string): string =>
    binding('a')
      .replace(/name: a \}/, `name: ${name} }`)
      .replace(/subjects: .*/, '') +
    `subjects: [{ kind: Group, name: "system:serviceaccounts${group}", apiGroup: rbac.authorization.k8s.io }]\n`;
  const bindings = [bound('web1', ':web'), bound('all', ''), binding('a'), bound('db', ':db'), bound('web2', ':web')];
  const bindingsIn = (namespace: string): (string | null)[] | undefined => {
    const text = [pod('a').replace('{ name: a }', `{ name: a${namespace} }`), ...bindings].join('---\n');
    const [workload] = analyze([new SourceFile('a.yaml', text)], {}).model.facts.workloads;
    return workload?.grants.map((grant) => grant.binding.name);
  };
  expect(bindingsIn(', namespace: web')).toEqual(['web1', 'all', 'web2']);
  expect(bindingsIn(', namespace: db')).toEqual(['all', 'db']);
  expect(bindingsIn(', namespace: other')).toEqual(['all']);
  expect(bindingsIn('')).toEqual(['web1', 'all', 'a', 'db', 'web2']);
});

test('what a group of accounts is granted is made once for all of them', () => {
  const group = binding('a').replace(/subjects: .*/, 'subjects: [{ kind: Group, name: "system:serviceaccounts" }]');
  const { facts } = analyze([new SourceFile('a.yaml', [pod('a'), pod('b'), group].join('---\n'))], {}).model;
  const [first, second] = facts.workloads.map(({ grants: [grant] }) => grant);
  expect(first?.known).toBe('builtIn');
  expect(second).toBe(first);
});
