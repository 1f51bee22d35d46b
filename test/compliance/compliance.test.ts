import { describe, expect, test } from 'vitest';
import { type Compliance, type ControlResult, complianceOf } from '../../src/compliance/compliance.ts';
import { frameworks } from '../../src/compliance/framework.ts';
import { frameworkIds } from '../../src/compliance/frameworkIds.ts';
import { tags } from '../../src/compliance/tags.ts';
import { lintTexts, rules } from '../../src/index.ts';
import { formatControls } from '../../src/reporters/controls.ts';
import { formatMarkdown } from '../../src/reporters/markdown.ts';
import { folder, run, runJson } from '../support/command.ts';
import { type Input, examples, factsOf } from '../support/inputs.ts';
import { pod } from '../support/manifests.ts';

const result = lintTexts(examples, { preset: 'strict' });

const complianceOfInputs = (inputs: readonly Input[], id: 'cis' | 'nsa' = 'cis'): Compliance =>
  complianceOf(id, rules, lintTexts(inputs), factsOf(inputs));

const controlIn = ({ controls }: Compliance, id: string): ControlResult | undefined =>
  controls.find(({ control }) => control.id === id);

test('every tag has a name and an address', () => {
  for (const [tag, { name, url }] of tags) {
    expect(tag).toMatch(/^(?:CIS-\d+(?:\.\d+)+|NSA-CISA|MITRE-T\d{4}(?:\.\d{3})?|CWE-\d+)$/);
    expect(name).toMatch(/^[A-Z].{5,}[^.]$/);
    expect(new URL(url).protocol).toBe('https:');
  }
});

describe.each(frameworkIds)('%s', (id) => {
  const compliance = complianceOf(id, rules, result, factsOf(examples));

  test('puts each finding of a tagged rule under a control', () => {
    const prefix = id === 'cis' ? 'CIS-' : 'NSA-CISA';
    const tagged = rules.filter(({ meta }) => meta.tags.some((tag) => tag.startsWith(prefix)));
    const lost = compliance.others.filter(({ ruleId }) => tagged.some(({ meta }) => meta.id === ruleId));
    const partly = Object.keys(Object.assign({}, ...frameworks[id].controls.map(({ messages }) => messages)));
    expect(lost.map(({ ruleId }) => ruleId).filter((ruleId) => !partly.includes(ruleId))).toEqual([]);
    for (const rule of tagged) {
      expect(
        compliance.controls.some(({ rules: own }) => own.includes(rule.meta.id)),
        rule.meta.id,
      ).toBe(true);
    }
    expect(compliance.controls.some(({ status }) => status === 'findings')).toBe(true);
  });

  test('names every control in every report, those without findings too', () => {
    for (const text of [formatControls(compliance), formatMarkdown(result, compliance).replaceAll('\\', '')]) {
      for (const { control } of compliance.controls) expect(text).toContain(control.title);
    }
  });
});

test('who keeps tokens where they are needed, does so for CIS and NSA alike', () => {
  const apart = rules.filter(({ meta: { tags: own } }) => own.includes('CIS-5.1.6') !== own.includes('NSA-CISA'));
  expect(apart.map(({ meta }) => meta.id).filter((id) => id.startsWith('automount-'))).toEqual([]);
});

test('a message belongs to its own control', () => {
  const text = pod('kube-apiserver').replace(
    '    - name: a',
    '    - command: [kube-apiserver, --service-account-lookup=false]\n      name: a',
  );
  const { controls } = complianceOfInputs([{ uri: 'a.yaml', text }]);
  const messages = (id: string): string[] | undefined =>
    controls.find(({ control }) => control.id === id)?.findings.map(({ messageId }) => messageId);
  expect([messages('1.2.12'), messages('1.2.21'), messages('1.2.30')]).toEqual([[], ['lookup'], ['extended']]);
});

test('a control lists what concerns it, be it told by another finding, and nothing else', () => {
  const own = pod('web').replace('spec:', 'spec:\n  serviceAccount: web');
  const rule = (group: string, resource: string, verb: string): string =>
    `  - { apiGroups: ["${group}"], resources: [${resource}], verbs: [${verb}] }\n`;
  const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: role }
rules:
${rule('', 'users', 'impersonate')}${rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'patch')}${rule('', 'nodes/proxy', 'get')}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: role }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: role }
subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
`;
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\nautomountServiceAccountToken: true\n';
  const unused =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: b }\nspec: { containers: [{ name: b, image: "nginx:1" }] }\n';
  const { controls } = complianceOfInputs([
    { uri: 'own.yaml', text: `${own}\n---\n${account}---\n${role}` },
    { uri: 'default.yaml', text: unused },
  ]);
  const ids = (id: string): string[] | undefined =>
    controls
      .find(({ control }) => control.id === id)
      ?.findings.map(({ ruleId, messageId, location }) => `${location.uri} ${ruleId} ${messageId}`);
  expect(ids('5.1.5')).toEqual(['default.yaml automount-unused unused']);
  expect(ids('5.1.4')).toEqual([]);
  expect(ids('5.1.8')).toEqual(['own.yaml rbac-escalation impersonate']);
  expect(ids('5.1.10')).toEqual(['own.yaml rbac-workload-create nodes']);
  expect(ids('5.1.11')).toEqual([]);
  expect(ids('5.1.12')).toEqual(['own.yaml rbac-escalation webhooks']);
});

test('a role of the cluster’s own is listed by each control that it concerns', () => {
  const text = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: a }]
`;
  const { controls } = complianceOfInputs([{ uri: 'a.yaml', text }]);
  const found = controls.filter(({ findings }) => findings.some(({ ruleId }) => ruleId === 'rbac-secrets-read'));
  expect(found.map(({ control }) => control.id)).toEqual(['5.1.2', '5.1.4', '5.1.8', '5.1.13']);
});

test('what * and cluster-admin bring is listed by each control that it concerns', () => {
  const bound = (role: string, rules: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: ServiceAccount, name: a, namespace: a }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: wide }
rules: [${rules}]
`;
  const listing = (text: string, ruleId: string): (string | undefined)[] =>
    complianceOfInputs([{ uri: 'a.yaml', text }])
      .controls.filter(({ findings }) => findings.some((finding) => finding.ruleId === ruleId))
      .map(({ control }) => control.id);
  const reading = bound('wide', '{ apiGroups: [""], resources: ["*"], verbs: [get] }');
  expect(listing(reading, 'rbac-wildcard')).toEqual(['5.1.2', '5.1.3', '5.1.10']);
  const ways = ['5.1.2', '5.1.4', '5.1.8', '5.1.10', '5.1.11', '5.1.12', '5.1.13'];
  expect(listing(bound('cluster-admin', ''), 'rbac-cluster-admin')).toEqual(['5.1.1', ...ways]);
});

test('a control that no rule looks at is not clear', () => {
  const { controls } = complianceOf('cis', [], { findings: [], suppressed: [] }, factsOf(examples));
  expect(new Set(controls.map(({ status }) => status))).toEqual(new Set(['unchecked']));
});

describe('a control that nothing in the input is about', () => {
  const server = (args: string): Input => ({
    uri: 'a.yaml',
    text: pod('kube-apiserver').replace('    - name: a', `    - command: [kube-apiserver${args}]\n      name: a`),
  });
  const patch = {
    uri: 'kind.yaml',
    text: 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n    kind: ClusterConfiguration\n    apiServer:\n      extraArgs:\n        service-account-lookup: "true"\n',
  };
  const binding = (subject: string, role: string): Input => ({
    uri: 'b.yaml',
    text: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }
subjects: [{ ${subject}, name: a }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: a, namespace: a }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
`,
  });
  const account = 'kind: ServiceAccount';
  const person = 'kind: User, apiGroup: rbac.authorization.k8s.io';

  test.each<[string, readonly Input[], Record<string, ControlResult['status']>]>([
    [
      'nothing',
      [],
      { '1.2.12': 'absent', '5.1.1': 'absent', '5.1.5': 'absent', '5.1.6': 'absent', '5.1.7': 'unchecked' },
    ],
    ['a pod', [{ uri: 'a.yaml', text: pod('a') }], { '1.2.30': 'absent', '5.1.2': 'absent', '5.1.5': 'findings' }],
    [
      'an API server',
      [server(', --secure-port=6443')],
      { '1.2.12': 'clear', '1.2.21': 'clear', '1.2.30': 'findings', '5.1.3': 'absent' },
    ],
    ['a part of its flags', [patch], { '1.2.12': 'absent', '1.2.21': 'clear', '1.2.30': 'absent' }],
    [
      'a bound role',
      [binding(account, 'a')],
      { '5.1.1': 'clear', '5.1.3': 'clear', '5.1.5': 'clear', '5.1.6': 'absent' },
    ],
    ['a role elsewhere', [binding(account, 'b')], { '5.1.1': 'clear', '5.1.3': 'absent' }],
    ['a role for people', [binding(person, 'a')], { '5.1.1': 'absent', '5.1.3': 'absent' }],
  ])('is told so: %s', (_what, inputs, expected) => {
    const compliance = complianceOfInputs(inputs);
    const statuses = Object.keys(expected).map((id) => [id, controlIn(compliance, id)?.status]);
    expect(Object.fromEntries(statuses)).toEqual(expected);
  });

  test('has sections of NSA’s guide, too', () => {
    const { controls } = complianceOfInputs([], 'nsa');
    expect(new Set(controls.map(({ status }) => status))).toEqual(new Set(['absent']));
  });

  test('is told by every format', () => {
    const cwd = folder({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' });
    const compliance = (...args: string[]): string => run(['.', '--compliance', 'cis', ...args], { cwd }).stdout;
    expect(compliance()).toMatch(/1\.2\.21 +nothing to check in the input +Ensure/);
    expect(compliance('-f', 'markdown')).toContain('Nothing to check: the input holds no workload or ServiceAccount.');
    expect(compliance('-f', 'html')).toContain('The input holds no workload or ServiceAccount.');
    expect(compliance('-f', 'html')).toMatch(/<a href="#5\.1\.6">5\.1\.6<\/a><\/th><td>Ensure.*<td>nothing to check/);
    const { output } = runJson(['.', '--compliance', 'cis'], { cwd });
    expect(output.compliance?.controls.find(({ id }) => id === '5.1.6')).toMatchObject({ status: 'absent' });
  });
});

test('a control names each rule whose finding it lists', () => {
  const unused = pod('a').replace('registry.example/a:1', 'nginx:1');
  for (const inputs of [[{ uri: 'a.yaml', text: unused }], examples]) {
    for (const id of frameworkIds) {
      for (const { rules: own, findings, accepted } of complianceOfInputs(inputs, id).controls) {
        expect(own).toEqual(expect.arrayContaining([...findings, ...accepted].map(({ ruleId }) => ruleId)));
        expect(new Set(own).size).toBe(own.length);
      }
    }
  }
  expect(controlIn(complianceOfInputs([{ uri: 'a.yaml', text: unused }]), '5.1.5')?.rules).toContain(
    'automount-unused',
  );
});

test('a control that is checked in part says so, in every format', () => {
  const cwd = folder({
    'a.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }
subjects: [{ kind: ServiceAccount, name: a }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: a, namespace: a }
rules: [{ apiGroups: ["*"], resources: [configmaps], verbs: ["*"] }]
`,
  });
  const compliance = (...args: string[]): string => run(['.', '--compliance', 'cis', ...args], { cwd }).stdout;
  const part = '* for resources, where it leads to more tokens or permissions';
  expect(compliance()).toMatch(/5\.1\.3 +no findings \(1 rule\) .*\n +in part: \* for resources, /);
  expect(compliance()).not.toMatch(/5\.1\.7 .*\n +in part/);
  expect(compliance('-f', 'markdown').replaceAll('\\', '')).toContain(`Checked in part (${part}`);
  expect(compliance('-f', 'html')).toContain(`<small>Checked in part: ${part}`);
  const { output } = runJson(['.', '--compliance', 'cis'], { cwd });
  const control = output.compliance?.controls.find(({ id }) => id === '5.1.3');
  expect(control?.part).toContain(part);
});

test('a control whose findings are accepted says so', () => {
  const text = pod('a').replace('metadata:', 'metadata: # kube-token-lint-disable -- a demo');
  const inputs = [{ uri: 'a.yaml', text }];
  const accepted = lintTexts(inputs);
  const compliance = complianceOf('cis', rules, accepted, factsOf(inputs));
  const control = controlIn(compliance, '5.1.5');
  expect(control?.status).toBe('clear');
  expect(accepted.suppressed).toEqual(expect.arrayContaining([...(control?.accepted ?? [])]));
  expect(formatControls(compliance)).toMatch(/5\.1\.5 +no findings \(\d rules?\), 1 accepted/);
  expect(formatMarkdown(accepted, compliance)).toContain('No findings, 1 accepted (see below).');
});

test('the command groups by a framework', () => {
  const cwd = folder({ 'a.yaml': pod('a') });
  const { output, code } = runJson(['.', '--compliance', 'cis'], { cwd });
  expect(code).toBe(1);
  const control = output.compliance?.controls.find(({ id }) => id === '5.1.5');
  expect(control).toMatchObject({ status: 'findings' });
  expect(output.findings.map(({ fingerprint }) => fingerprint)).toEqual(
    expect.arrayContaining(control?.findings ?? []),
  );
  expect(run(['.', '--compliance', 'nsa'], { cwd }).stdout).toContain('Protecting Pod service account tokens');
  expect(run(['.', '--compliance', 'cis', '-f', 'markdown'], { cwd }).stdout).toContain('### 5.1.7 Avoid');
  expect(run(['.', '--compliance', 'sic'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('cis') });
});
