import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { isEffective } from '../../src/facts/rbac/grant.ts';
import { ineffectiveInAccount } from '../../src/facts/validation/ineffectiveAutomount.ts';
import { allows } from '../../src/facts/rbac/permission.ts';
import { objectRejections } from '../../src/facts/validation/object.ts';
import { unknownInObject } from '../../src/facts/validation/unknownFields.ts';
import { factsOf, oracle } from '../support/oracle.ts';

interface Answer {
  code?: number;
  message?: string;
  warnings?: string[];
}

interface Case {
  id: string;
  kind: string;
  manifest: string;
  result: {
    strict?: Answer;
    warn?: Answer;
    ignore?: Answer;
    code?: number;
    stderr?: string;
    value?: unknown;
    create_code?: number;
    rb1_allowed?: boolean;
    token_create?: boolean;
    sa_create?: boolean;
    pods_list?: boolean;
    secrets_get?: boolean;
    stored?: Record<string, unknown> | null;
  };
}

/** What a static view cannot decide, each with its reason. */
const undecidable = new Map([
  ['sa.name:default', 'whether the object already exists is not in manifests'],
  ['rbac.v1beta1', 'which API versions a server still has is not in manifests'],
  [
    'rbac.default-permissions',
    'a question to the server without a manifest; its answer is everyonesRoles in src/facts/rbac/grant.ts',
  ],
]);

/** What was asked first, and what was asked again where random manifests had found something (facts.md §11). */
const cases = [...oracle<Case>('validation'), ...oracle<Case>('validationAgain')];
const asked = cases.filter(({ id, result }) => !undecidable.has(id) && result.strict !== undefined);

/** The namespace of the recordings held the account app, and some that let their pods use listed Secrets only, or seem to. */
const accounts = [
  'metadata: {name: app}',
  ...[
    ['enforced', 'true'],
    ['enforced-t', 't'],
    ['enforced-yes', 'yes'],
  ].map(
    ([name, value]) =>
      `metadata: {name: ${String(name)}, annotations: {kubernetes.io/enforce-mountable-secrets: "${String(value)}"}}\nsecrets: [{name: listed}]`,
  ),
].map((account) => `apiVersion: v1\nkind: ServiceAccount\n${account}\n---\n`);

interface Ours {
  rejected: string[];
  problems: string[];
  strictOnly: string[];
}

function judge(text: string): Ours {
  const { problems } = readDocuments(new SourceFile('case.yaml', text));
  const facts = factsOf(accounts.join('') + text, true);
  const resources = facts.resources.slice(accounts.length);
  const workloads = facts.workloads;
  return {
    rejected: [...workloads.flatMap(({ rejections }) => rejections), ...resources.flatMap(objectRejections)].map(
      ({ reason }) => reason,
    ),
    problems: problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    strictOnly: [
      ...problems.filter(({ code }) => code === 'duplicate-key').map(({ message }) => message),
      ...workloads.flatMap(({ ineffectiveAutomount }) =>
        ineffectiveAutomount
          .filter(({ fault }) => fault === 'misplaced' || fault === 'misspelt')
          .map(({ fault }) => fault),
      ),
      ...facts.accounts
        .flatMap(ineffectiveInAccount)
        .filter(({ fault }) => fault === 'misplaced')
        .map(({ fault }) => fault),
      ...[...workloads.flatMap(({ unknownFields }) => unknownFields), ...resources.flatMap(unknownInObject)].map(
        ({ field }) => String(field.segment),
      ),
    ],
  };
}

/** A message without its frame, and without what follows from another fault. */
function withoutConsequences(message: string): string {
  const body = message.replace(/^\S+ "[^"]*" is invalid: /, '');
  const list = body.startsWith('[') ? body.slice(1, -1) : body;
  return list.replaceAll(
    /,? ?spec(?:\.template\.spec)?\.containers\[0\]\.volumeMounts\[0\]\.name: Not found: "(?:tok|Tok|a\.b)"/g,
    '',
  );
}

describe('validation, as recorded', () => {
  test('all cases are here, and each is decided or listed', () => {
    expect(cases).toHaveLength(711 + 245);
    expect([...undecidable.keys()].filter((id) => !cases.some((one) => one.id === id))).toEqual([]);
  });

  test.each(asked.map((one) => [one.id, one] as const))('%s', (id, { manifest, kind, result }) => {
    const ours = judge(manifest);
    const lenient = result.ignore ?? result.warn ?? result.strict;
    const refused = (lenient?.code ?? 0) >= 400;
    const missingAccount = refused
      ? false
      : ours.rejected.every((reason) => reason.startsWith('serviceaccount ')) && kind !== 'Pod';
    if (refused || !missingAccount)
      expect([id, ours.rejected.length + ours.problems.length > 0, ours.rejected]).toEqual([
        id,
        refused,
        expect.any(Array),
      ]);
    if (refused && ours.problems.length === 0) {
      let rest = withoutConsequences(lenient?.message ?? '');
      for (const reason of ours.rejected) {
        expect(rest).toContain(reason);
        rest = rest.replace(reason, '');
      }
      // Nothing of a validation's answer is left unsaid.
      if (lenient?.code === 422) expect(rest.replaceAll(/[\s,]/g, '')).toBe('');
    }
    const strictlyRefused = !refused && (result.strict?.code ?? 0) >= 400;
    expect([id, ours.strictOnly.length > 0]).toEqual([id, strictlyRefused || (ours.strictOnly.length > 0 && refused)]);
  });

  const duplicates = cases.filter(({ id }) => id.startsWith('kubectl-dup:'));
  test.each(duplicates.map((one) => [one.id, one] as const))(
    '%s: the last key counts for kubectl',
    (_id, { manifest, result }) => {
      expect(factsOf(manifest).workloads[0]?.automount.value).toBe(result.value);
    },
  );

  const unknown = cases.filter(({ id }) => id.startsWith('kubectl-unknown:'));
  test.each(unknown.map((one) => [one.id, one] as const))('%s: an unknown field is seen', (_id, { manifest }) => {
    expect(factsOf(manifest).workloads[0]?.ineffectiveAutomount).toMatchObject([{ fault: 'misspelt' }]);
  });

  const applied = cases.filter(({ id }) => id.startsWith('ssa:'));
  test.each(applied.map((one) => [one.id, one] as const))(
    '%s: server-side apply reads the value as we do',
    (_id, { manifest, result }) => {
      const account = factsOf(manifest).accounts[0];
      const wrong = ineffectiveOf(manifest);
      expect(wrong.includes('wrongType')).toBe(result.code !== 201);
      if (result.code === 201) expect(account?.automount?.value ?? 'unset').toBe(result.value);
    },
  );
});

function ineffectiveOf(manifest: string): string[] {
  return factsOf(manifest)
    .accounts.flatMap(ineffectiveInAccount)
    .map(({ fault }) => fault);
}

test('users and groups are of the group of RBAC, accounts of none', () => {
  const binding = (kind: string, group: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { kind: ClusterRole, name: view }\nsubjects: [{ kind: ${kind}, apiGroup: "${group}", name: a, namespace: a }]\n`;
  const reasons = (kind: string, group: string): string[] =>
    factsOf(binding(kind, group)).resources.flatMap((one) => objectRejections(one).map(({ reason }) => reason));
  for (const kind of ['User', 'Group']) {
    expect(reasons(kind, '')).toEqual([]);
    expect(reasons(kind, 'rbac.authorization.k8s.io')).toEqual([]);
    expect(reasons(kind, 'v1')).toEqual([
      'subjects[0].apiGroup: Unsupported value: "v1": supported values: "rbac.authorization.k8s.io"',
    ]);
  }
  expect(reasons('ServiceAccount', '')).toEqual([]);
  expect(reasons('ServiceAccount', 'v1')).toEqual([
    'subjects[0].apiGroup: Unsupported value: "v1": supported values: ""',
  ]);
});

test.each([
  ['ServiceAccount', 'metadata: { name: App_1 }\nsecrets: [a]\n', 'json: cannot unmarshal string'],
  [
    'Pod',
    'metadata: { name: a }\nspec: { containers: [], volumes: [{ name: a, projected: { defaultMode: 2147483648 } }] }\n',
    'json: cannot unmarshal number 2147483648',
  ],
])('what cannot be decoded of a %s is not validated', (kind, rest, reason) => {
  const { rejected } = judge(`apiVersion: v1\nkind: ${kind}\n${rest}`);
  expect(rejected).toEqual([expect.stringContaining(reason)]);
});

test('a device may lie at the default path where no token is mounted', () => {
  const pod = (automount: boolean): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: app, automountServiceAccountToken: ${String(automount)}, containers: [{ name: a, volumeDevices: [{ name: d, devicePath: /var/run/secrets/kubernetes.io/serviceaccount }] }] }\n`;
  expect(judge(pod(true)).rejected).toHaveLength(1);
  expect(judge(pod(false)).rejected).toEqual([]);
});

describe('RBAC, as recorded', () => {
  const bindings = cases.filter(({ id }) => id.startsWith('rbac.effect:'));
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: probe-pods}\nrules:\n- {apiGroups: [""], resources: [pods], verbs: [list]}\n---\n';
  const pod = (namespace: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: ${namespace}}\nspec: {serviceAccountName: app, containers: [{name: a, image: a}]}\n---\n`;

  test.each(bindings.map((one) => [one.id, one] as const))('%s', (_id, { manifest, result }) => {
    const facts = factsOf(role + pod('rb1') + manifest.replace('metadata:\n', 'metadata:\n  namespace: rb1\n'));
    const allowed = facts.workloads[0]?.grants.some(
      (grant) =>
        isEffective(grant) &&
        grant.rules.some((rule) => allows(rule, { verb: 'list', apiGroup: '', resource: 'pods' })),
    );
    expect(allowed).toBe(result.rb1_allowed);
  });

  const rules = cases.filter(({ id }) => id.startsWith('rbac.rule-effect:'));
  test.each(rules.map((one) => [one.id, one] as const))('%s', (_id, { manifest, result }) => {
    const rule = factsOf(manifest).roles[0]?.rules ?? [];
    const may = (verb: string, resource: string): boolean =>
      rule.some((one) => allows(one, { verb, apiGroup: '', resource }));
    expect({
      token_create: may('create', 'serviceaccounts/token'),
      sa_create: may('create', 'serviceaccounts'),
      pods_list: may('list', 'pods'),
      secrets_get: may('get', 'secrets'),
    }).toEqual(result);
  });

  test('every case is one of these', () => {
    const covered = /^(?:kubectl-dup:|kubectl-unknown:|ssa:|rbac\.effect:|rbac\.rule-effect:)/;
    expect(
      cases
        .filter(({ id, result }) => result.strict === undefined && !covered.test(id) && !undecidable.has(id))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});
