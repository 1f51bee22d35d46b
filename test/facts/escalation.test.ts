import { describe, expect, test } from 'vitest';
import { escalationOf, escalationsOf } from '../../src/facts/rbac/escalation.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { scopeWords } from '../../src/facts/rbac/grantWords.ts';
import { raisedBy } from '../../src/rule/escalation.ts';
import { factsOf as factsOfText } from '../support/oracle.ts';

type Rule = { groups: string[]; resources: string[]; verbs: string[]; names?: string[] };

const any = ['*'];
const core = [''];
const rbac = ['rbac.authorization.k8s.io'];

/** A role, bound to the account `app/web`, in all namespaces or in `data`, and a pod that runs as it. */
function factsOf(rules: readonly Rule[], binding: 'ClusterRoleBinding' | 'RoleBinding', roleName = 'web'): Facts {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'web' },
    rules: rules.map(({ groups, resources, verbs, names }) => ({
      apiGroups: groups,
      resources,
      verbs,
      resourceNames: names ?? [],
    })),
  };
  const bound = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: binding,
    metadata: { name: 'web', namespace: 'data' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'app' }],
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'app' },
    spec: { serviceAccountName: 'web', containers: [{ name: 'web', image: 'web' }] },
  };
  const text = [role, bound, pod].map((object) => JSON.stringify(object)).join('\n---\n');
  return factsOfText(text);
}

function words(rules: readonly Rule[], binding: Parameters<typeof factsOf>[1], roleName?: string): string | undefined {
  const [grant] = factsOf(rules, binding, roleName).grants;
  return grant === undefined ? undefined : escalationOf(grant);
}

describe('what a rule leads to', () => {
  test.each<[string, Rule, string | undefined, string | undefined]>([
    ['*', { groups: any, resources: any, verbs: any }, 'may do everything', 'may do everything'],
    [
      'patch of all',
      { groups: any, resources: any, verbs: ['patch'] },
      'may read secrets, change what others create, run pods as any account, run commands in pods',
      'may read secrets, run pods as any account, run commands in pods',
    ],
    [
      'create of webhooks',
      { groups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'], verbs: ['create'] },
      'may have what others create, secrets included, sent to a server of its choice',
      undefined,
    ],
    [
      'nodes/proxy',
      { groups: core, resources: ['nodes/proxy'], verbs: ['get'] },
      'may run commands in the pods of every node',
      undefined,
    ],
    [
      'impersonate users',
      { groups: core, resources: ['users'], verbs: ['impersonate'] },
      'may act as other users and groups',
      undefined,
    ],
    [
      'impersonate groups, but nobody in them',
      { groups: core, resources: ['groups'], verbs: ['impersonate'] },
      undefined,
      undefined,
    ],
    [
      'impersonate accounts',
      { groups: core, resources: ['serviceaccounts'], verbs: ['impersonate'] },
      'may act as other accounts',
      'may act as other accounts',
    ],
    [
      'bind',
      { groups: rbac, resources: ['clusterroles'], verbs: ['bind'] },
      'may give out roles that hold more than its own',
      'may give out roles that hold more than its own',
    ],
    [
      'escalate',
      { groups: rbac, resources: ['roles'], verbs: ['escalate'] },
      'may give out roles that hold more than its own',
      'may give out roles that hold more than its own',
    ],
    [
      'escalate of what has no namespace',
      { groups: rbac, resources: ['clusterroles'], verbs: ['escalate'] },
      'may give out roles that hold more than its own',
      undefined,
    ],
    [
      'approval without a signer',
      { groups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
      undefined,
      undefined,
    ],
    [
      'ephemeral containers',
      { groups: core, resources: ['pods/ephemeralcontainers'], verbs: ['update'] },
      'may run commands in pods',
      'may run commands in pods',
    ],
    ['a named secret', { groups: core, resources: ['secrets'], verbs: any, names: ['one'] }, undefined, undefined],
    ['only creating secrets', { groups: core, resources: ['secrets'], verbs: ['create'] }, undefined, undefined],
    ['jobs that exist', { groups: ['batch'], resources: ['jobs'], verbs: ['update', 'patch'] }, undefined, undefined],
  ])('%s', (_name, rule, everywhere, inOneNamespace) => {
    expect(words([rule], 'ClusterRoleBinding')).toBe(everywhere);
    expect(words([rule], 'RoleBinding')).toBe(inOneNamespace);
  });

  test('a group is impersonated beside a user', () => {
    const masters: Rule = { groups: core, resources: ['groups'], verbs: ['impersonate'], names: ['system:masters'] };
    const one: Rule = { groups: core, resources: ['users'], verbs: ['impersonate'], names: ['ci'] };
    expect(words([masters], 'ClusterRoleBinding')).toBeUndefined();
    expect(words([one], 'ClusterRoleBinding')).toBeUndefined();
    expect(words([masters, one], 'ClusterRoleBinding')).toBe('may act as other users and groups');
  });

  test('the worst comes first, whatever the order of the rules', () => {
    const secrets: Rule = { groups: core, resources: ['secrets'], verbs: ['get'] };
    const exec: Rule = { groups: core, resources: ['pods/exec'], verbs: ['create'] };
    const all: Rule = { groups: any, resources: any, verbs: any };
    expect(words([exec, secrets], 'RoleBinding')).toBe('may read secrets, run commands in pods');
    expect(words([exec, secrets, all], 'RoleBinding')).toBe('may do everything');
    const escalate: Rule = { groups: rbac, resources: ['roles'], verbs: ['escalate'] };
    const listAll: Rule = { groups: any, resources: any, verbs: ['list'] };
    expect(words([listAll, escalate], 'RoleBinding')).toBe(
      'may give out roles that hold more than its own, read secrets',
    );
  });

  test('verbs and resources are those that lead there, as written', () => {
    const [grant] = factsOf(
      [{ groups: ['', 'apps'], resources: ['services', 'deployments', '*/exec'], verbs: ['get', 'patch', 'create'] }],
      'RoleBinding',
    ).grants;
    expect(grant === undefined ? [] : escalationsOf(grant)).toMatchObject([
      { id: 'pods', verbs: ['patch', 'create'], resources: ['deployments'] },
      { id: 'exec', verbs: ['create'], resources: ['*/exec'] },
    ]);
  });

  test('of roles that every cluster has', () => {
    expect(words([], 'RoleBinding', 'view')).toBeUndefined();
    expect(words([], 'RoleBinding', 'edit')).toMatch(/create tokens of other accounts.*read secrets/);
    expect(words([], 'ClusterRoleBinding', 'cluster-admin')).toBe('may do everything');
    expect(words([], 'ClusterRoleBinding', 'system:auth-delegator')).toBeUndefined();
  });
});

describe('the reason that raises a finding', () => {
  test('names the namespace of the binding, not of the account, and what the role says', () => {
    const facts = factsOf([{ groups: core, resources: ['secrets', 'pods'], verbs: ['list', 'create'] }], 'RoleBinding');
    const [workload] = facts.workloads;
    expect(facts.grants.map(scopeWords)).toEqual(['in the namespace "data"']);
    expect(workload === undefined ? undefined : raisedBy(workload)).toMatchObject({
      severity: 'error',
      weight: 1,
      evidence: [
        { message: 'The account may read secrets in the namespace "data" (ClusterRole "web": list on secrets)' },
      ],
    });
  });

  test('everything in all namespaces weighs most', () => {
    const [workload] = factsOf([{ groups: any, resources: any, verbs: any }], 'ClusterRoleBinding').workloads;
    expect(workload === undefined ? undefined : raisedBy(workload)?.weight).toBe(2);
    const [harmless] = factsOf([{ groups: core, resources: ['pods'], verbs: ['get'] }], 'ClusterRoleBinding').workloads;
    expect(harmless === undefined ? 'none' : raisedBy(harmless)).toBeUndefined();
  });
});
