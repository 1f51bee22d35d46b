import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules, type RuleSetting } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { lint } from '../../src/lint/lint.ts';
import { Session } from '../../src/lint/session.ts';

const pod = (expiration: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - name: a
      image: registry.example/a:1
      volumeMounts:
        - { name: token, mountPath: /token, readOnly: true }
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken:
              path: token
${expiration}`;

function expirationFindings(text: string, settings: readonly (readonly [string, RuleSetting])[] = []): string[] {
  const active = activeRules(rules, { presets: ['zero-trust'], settings: new Map(settings) });
  const { findings } = lint([new SourceFile('a.yaml', text)], { rules: active });
  return findings.filter(({ ruleId }) => ruleId.startsWith('token-expiration-')).map(({ ruleId }) => ruleId);
}

const off = { level: 'off' } as const;

test('one fault is one finding: the rule that says more of it leaves the other out', () => {
  expect(expirationFindings(pod('              expirationSeconds: 3607\n'))).toEqual(['token-expiration-extended']);
  expect(expirationFindings(pod(''))).toEqual(['token-expiration-bounds']);
});

test('a rule that is off explains nothing', () => {
  const text = pod('              expirationSeconds: 3607\n');
  expect(expirationFindings(text, [['token-expiration-extended', off]])).toEqual(['token-expiration-bounds']);
  expect(expirationFindings(pod(''), [['token-expiration-bounds', off]])).toEqual(['token-expiration-implicit']);
});

function ruleIds(
  text: string,
  settings: readonly (readonly [string, RuleSetting])[] = [],
  zeroTrust = false,
): string[] {
  const presets = [zeroTrust ? ('zero-trust' as const) : ('recommended' as const)];
  const active = activeRules(rules, { presets, settings: new Map(settings) });
  return lint([new SourceFile('a.yaml', text)], { rules: active }).findings.map(({ ruleId }) => ruleId);
}

const nginx = (spec: readonly string[]): string =>
  ['apiVersion: v1', 'kind: Pod', 'metadata: { name: a }', 'spec:', ...spec.map((line) => `  ${line}`)].join('\n');
const container = 'containers: [{ name: a, image: "nginx:1.27" }]';
const account = (said = ''): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n${said}---\n`;

describe('what one edit cures is one finding', () => {
  test('an unused token of the account "default"', () => {
    const text = nginx([container]);
    expect(ruleIds(text)).toEqual(['automount-unused']);
    expect(ruleIds(text, [['automount-unused', off]])).toEqual(['account-default']);
    const accepted = text.replace('spec:', 'spec: # kube-token-lint-disable-line automount-unused -- it is used');
    expect(ruleIds(accepted)).toEqual(['account-default']);
  });

  test('but not where the account has another token there', () => {
    const mounts = 'volumeMounts: [{ name: vault, mountPath: /vault, readOnly: true }]';
    const source = '{ serviceAccountToken: { path: token, audience: https://vault.example, expirationSeconds: 600 } }';
    const text = nginx([
      `containers: [{ name: a, image: "nginx:1.27", ${mounts} }]`,
      `volumes: [{ name: vault, projected: { sources: [${source}] } }]`,
    ]);
    expect(ruleIds(text)).toEqual(['account-default', 'automount-unused']);
  });

  test('an unused token that the pod takes against its account’s word', () => {
    const text = `${account('automountServiceAccountToken: false\n')}${nginx(['serviceAccountName: web', 'automountServiceAccountToken: true', container])}`;
    expect(ruleIds(text)).toEqual(['automount-unused']);
    expect(ruleIds(text, [['automount-unused', off]])).toEqual(['automount-override']);
  });

  test('an account of which no workload uses the token, wherever it is written', () => {
    const pods = nginx(['serviceAccountName: web', container]);
    expect(ruleIds(`${account()}${pods}`)).toEqual(['automount-unused']);
    expect(ruleIds(`${account()}${pods}`, [['automount-unused', off]])).toEqual(['account-automount']);
    const told = account('automountServiceAccountToken: true\n');
    expect(ruleIds(`${told}${pods}`)).toEqual(['automount-unused']);
    const wanted = nginx(['serviceAccountName: web', 'automountServiceAccountToken: true', container]);
    expect(ruleIds(`${told}${wanted}`)).toEqual(['automount-unused', 'account-automount']);
    const session = new Session({ rules: activeRules(rules, { presets: ['recommended'], settings: new Map() }) });
    session.set(new SourceFile('account.yaml', account()));
    session.set(new SourceFile('pod.yaml', pods));
    expect(session.resultIn('account.yaml').findings).toEqual([]);
    expect(session.resultIn('pod.yaml').findings.map(({ ruleId }) => ruleId)).toEqual(['automount-unused']);
  });

  test('a token that was to be turned off, in the wrong place or as a text', () => {
    const unknown = 'containers: [{ name: a, image: registry.example/a:1 }]';
    const attempt = (line: string): string[] => ruleIds(nginx([line, unknown]));
    expect(attempt('automountServiceAccountToken: "no"')).toEqual(['automount-ineffective']);
    expect(attempt('securityContext: { automountServiceAccountToken: false }')).toEqual(['automount-ineffective']);
    expect(attempt('automountServiceAccountToken: "yes"')).toEqual(['automount-ineffective', 'account-default']);
  });

  test('what the field says in its own place, beside a misspelt or misplaced one', () => {
    const twice = (other: string): string[] =>
      ruleIds(nginx(['serviceAccountName: web', 'automountServiceAccountToken: true', other, container]));
    expect(twice('automountserviceAccountToken: false')).toEqual(['automount-ineffective', 'automount-unused']);
    expect(twice('securityContext: { automountServiceAccountToken: false }')).toEqual([
      'automount-ineffective',
      'automount-unused',
    ]);
    const ofAccount = account('automountServiceAccountToken: true\nautomountserviceaccounttoken: false\n');
    expect(ruleIds(ofAccount)).toEqual(['automount-ineffective', 'account-automount']);
  });

  test('an audience that is missing where its receiver is named, or under another name', () => {
    const path = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
    const env = `[{ name: AWS_ROLE_ARN, value: r }, { name: AWS_WEB_IDENTITY_TOKEN_FILE, value: ${path}/token }]`;
    const token = (fields: string, settings: string): string[] =>
      ruleIds(
        nginx([
          'automountServiceAccountToken: false',
          'containers:',
          `  - { name: a, image: "a:1", env: ${settings}, volumeMounts: [{ name: t, mountPath: ${path}, readOnly: true }] }`,
          `volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: token${fields} } }] } }]`,
        ]),
      ).filter((ruleId) => /^(?:token|field)-/.test(ruleId));
    expect(token('', env)).toEqual(['token-audience-mismatch']);
    expect(token(', audiences: [vault]', '[]')).toEqual(['field-misspelt']);
    expect(token('', '[]')).toEqual(['token-audience-missing']);
  });

  test('a token volume that nothing mounts, as the injector is given another name', () => {
    const text = (named: string): string[] =>
      ruleIds(
        nginx([
          'automountServiceAccountToken: false',
          'containers: [{ name: a, image: registry.example/a:1 }]',
          'volumes: [{ name: vault-token, projected: { sources: [{ serviceAccountToken: { path: token, audience: https://vault.example } }] } }]',
        ]).replace(
          '{ name: a }',
          `{ name: a, annotations: { vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/agent-service-account-token-volume-name: ${named} } }`,
        ),
      ).filter((ruleId) => ruleId !== 'token-expiration-implicit');
    expect(text('vault-tok')).toEqual(['injector-token']);
    expect(text('other')).toEqual(['injector-token', 'token-mount-unresolved']);
  });

  test('a token without evidence of use, in the preset that wants some', () => {
    const open = nginx(['containers: [{ name: a, image: registry.example/a:1 }]']);
    expect(ruleIds(open, [], true)).toEqual(['automount-unused']);
    expect(ruleIds(open)).toEqual(['account-default']);
    expect(ruleIds(open, [['account-default', off]])).toEqual(['automount-implicit']);
  });
});
