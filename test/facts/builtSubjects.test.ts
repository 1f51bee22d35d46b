import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { verdictIn } from '../support/apiUse.ts';
import { ComparedSession } from '../support/comparedSession.ts';

const rbac = 'rbac.authorization.k8s.io';

interface Identity {
  readonly name: string;
  readonly namespace?: string;
}

function workload(account: Identity): string {
  const spec = {
    serviceAccountName: account.name,
    containers: [{ name: 'web', image: 'registry.example/team/app:1' }],
  };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...account, name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec } },
  });
}

function account(metadata: Identity): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
}

function binding(subject: Identity, namespace?: string): string {
  return JSON.stringify({
    apiVersion: `${rbac}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'web', ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'ServiceAccount', ...subject }],
  });
}

describe('subjects are read as kustomize writes them', () => {
  const own = { name: 'default', namespace: 'prod' };
  const strange = { name: 'default', namespace: 'default' };
  const kustomization = 'namespace: prod\nresources: [web.yaml, rbac.yaml]\n';

  test.each([
    ['of a workload in that namespace', own, strange],
    ['of a workload that is moved, too', { ...own, namespace: 'staging' }, strange],
    ['wherever it was', own, { ...strange, namespace: 'staging' }],
    ['of a workload without a namespace', { name: 'default' }, { ...strange, namespace: 'other' }],
  ])('the `default` account %s', (_, web, subject) => {
    const files = { 'web.yaml': workload(web), 'rbac.yaml': binding(subject) };
    expect(verdictIn({ ...files, 'kustomization.yaml': kustomization })).toBe('used');
  });

  test('no other account moves by itself', () => {
    const files = {
      'kustomization.yaml': kustomization,
      'web.yaml': workload({ name: 'app', namespace: 'prod' }),
      'rbac.yaml': binding({ name: 'app', namespace: 'default' }),
    };
    expect(verdictIn(files)).not.toBe('used');
    const declared = { ...files, 'kustomization.yaml': kustomization.replace('[', '[account.yaml, ') };
    expect(verdictIn({ ...declared, 'account.yaml': account({ name: 'app', namespace: 'prod' }) })).not.toBe('used');
    expect(verdictIn({ ...declared, 'account.yaml': account({ name: 'app', namespace: 'default' }) })).toBe('used');
  });

  test('without a namespace, it is in that of its binding', () => {
    const files = {
      'web.yaml': workload(own),
      'rbac.yaml': binding({ name: 'default' }, 'staging'),
    };
    expect(verdictIn({ ...files, 'kustomization.yaml': kustomization })).toBe('used');
    expect(verdictIn({ ...files, 'kustomization.yaml': 'resources: [web.yaml, rbac.yaml]\n' })).toBe('unused');
  });

  test('an account is found by the namespace that it comes into', () => {
    const files = {
      'kustomization.yaml': 'namespace: prod\nnamePrefix: p-\nresources: [web.yaml, account.yaml, rbac.yaml]\n',
      'web.yaml': workload({ name: 'app', namespace: 'staging' }),
      'account.yaml': account({ name: 'app', namespace: 'staging' }),
    };
    const of = (namespace: string): string | undefined =>
      verdictIn({ ...files, 'rbac.yaml': binding({ name: 'app', namespace }) });
    expect(of('prod')).toBe('used');
    expect(of('staging')).toBe('used');
    expect(of('other')).not.toBe('used');
  });

  test('with a prefix that is filled in, its account may be one that a binding names', () => {
    const files = {
      'kustomization.yaml': 'namePrefix: ${PREFIX}\nresources: [web.yaml, account.yaml, rbac.yaml]\n',
      'web.yaml': workload({ name: 'app', namespace: 'prod' }),
      'account.yaml': account({ name: 'app', namespace: 'prod' }),
    };
    const of = (name: string): string | undefined =>
      verdictIn({ ...files, 'rbac.yaml': binding({ name, namespace: 'prod' }) });
    expect(of('p-app')).toBe('unknown');
    expect(of('p-job')).toBe('unused');
  });

  test('a component is for its own objects once, and for what comes before it', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [web.yaml, account.yaml]\ncomponents: [../part, ../last]\n',
      'base/web.yaml': workload({ name: 'app' }),
      'base/account.yaml': account({ name: 'app' }),
      'part/kustomization.yaml': 'kind: Component\nnamePrefix: p-\nnamespace: prod\nresources: [rbac.yaml]\n',
      'last/kustomization.yaml': 'kind: Component\nnamePrefix: l-\n',
    };
    const of = (name: string): string | undefined =>
      verdictIn({ ...files, 'part/rbac.yaml': binding({ name, namespace: 'prod' }) });
    expect(['app', 'p-app', 'l-p-app'].map(of)).toEqual(['used', 'used', 'used']);
    expect(of('p-p-app')).not.toBe('used');
  });

  test('a session follows what subjects and accounts come to be called', () => {
    const active = activeRules(rules, { presets: ['recommended'], settings: new Map() });
    const session = new ComparedSession({ rules: active, complete: true });
    const found = (): readonly string[] => session.result().findings.map(({ ruleId }) => ruleId);
    session.set('base/kustomization.yaml', 'namespace: prod\nnamePrefix: b-\nresources: [rbac.yaml, account.yaml]\n');
    session.set('base/rbac.yaml', binding({ name: 'other', namespace: 'prod' }));
    session.set('base/account.yaml', account({ name: 'app' }));
    session.set('over/kustomization.yaml', 'namespace: prod\nnameSuffix: -s\nresources: [../base, web.yaml]\n');
    session.set('over/web.yaml', workload({ name: 'b-app' }));
    expect(found()).toContain('automount-unused');
    session.set('base/rbac.yaml', binding({ name: 'app', namespace: 'prod' }));
    expect(found()).not.toContain('automount-unused');
    session.set('base/account.yaml', account({ name: 'other' }));
    expect(found()).toContain('automount-unused');
    session.set('base/account.yaml', account({ name: 'app' }));
    expect(found()).not.toContain('automount-unused');
  });
});
