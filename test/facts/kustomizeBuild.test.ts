import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';
import { lint } from '../../src/lint/lint.ts';
import { type Files, type Pick, buildCount, builds } from '../support/kustomize.ts';
import { kustomizedAccounts } from '../support/kustomizedAccounts.ts';
import { haveTools } from '../support/tools.ts';

const active = activeRules(rules, { presets: ['recommended'], settings: new Map() });

/** The objects of which a token is said to be unused. */
function unusedIn(files: Files, complete?: boolean): string[] {
  return lint(sourcesOf(files), { rules: active, ...(complete === undefined ? {} : { complete }) })
    .findings.filter(({ ruleId }) => ruleId === 'automount-unused')
    .map(({ resource }) => resource.kind);
}

/** What is judged of the workloads' tokens. */
function verdictsIn(files: Files): string[] {
  const { model } = analyze(sourcesOf(files), {});
  return model.facts.workloads.map((workload) => model.apiUse(workload).verdict);
}

function sourcesOf(files: Files): SourceFile[] {
  return Object.entries(files).map(([uri, text]) => new SourceFile(uri, text));
}

const rbac = 'rbac.authorization.k8s.io';
const bases: readonly Files[] = ['redis:7', 'registry.example/team/app:1'].flatMap((image) =>
  ['', 'serviceAccountName: web'].map((account) => ({
    'base/kustomization.yaml': 'resources: [web.yaml, account.yaml, rbac.yaml, settings.yaml]\n',
    'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      ${account}
      containers:
        - { name: web, image: '${image}', envFrom: [{ configMapRef: { name: web } }] }
`,
    'base/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { A: "1" }\n',
    'base/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n',
    'base/rbac.yaml': `apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: { name: web }
roleRef: { apiGroup: ${rbac}, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: other }]
`,
  })),
);

const named = (kind: string, apiVersion: string, rest: object): object => ({
  apiVersion,
  kind,
  metadata: { name: 'web' },
  ...rest,
});
const podSpec = (spec: object): object => named('Deployment', 'apps/v1', { spec: { template: { spec } } });
const container = (rest: object): object => podSpec({ containers: [{ name: 'web', ...rest }] });
const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

const merges: readonly object[] = [
  podSpec({ serviceAccountName: 'operator' }),
  podSpec({ automountServiceAccountToken: false }),
  podSpec({ containers: [{ name: 'more', image: 'bitnami/kubectl:1' }] }),
  podSpec({ initContainers: [{ name: 'more', image: 'bitnami/kubectl:1' }] }),
  podSpec({ nodeSelector: { a: 'b' } }),
  container({ image: 'bitnami/kubectl:1' }),
  container({ image: 'redis:8' }),
  container({ command: ['kubectl', 'get', 'pods'] }),
  container({ args: ['--leader-elect'] }),
  container({ args: ['--port=1'] }),
  container({ env: [{ name: 'TOKEN', value: tokenFile }] }),
  container({ env: [{ name: 'A', value: 'b' }] }),
  container({ env: [{ name: 'CONSOLE_OPERATOR_MODE', value: 'on' }] }),
  container({ env: [{ name: 'JWT_POLICY', value: 'first-party-jwt' }] }),
  container({ env: [{ name: 'GODISCOVER', value: 'provider=k8s' }] }),
  container({ env: [{ name: 'LOG_LEVEL', value: 'debug' }] }),
  container({ livenessProbe: { exec: { command: ['kubectl', 'get', 'pods'] } } }),
  container({ lifecycle: { preStop: { exec: { command: ['kubectl', 'get', 'pods'] } } } }),
  named('Deployment', 'apps/v1', { spec: { template: { metadata: { annotations: { 'dapr.io/enabled': 'true' } } } } }),
  named('ConfigMap', 'v1', { data: { CONSOLE_OPERATOR_MODE: 'on' } }),
  named('ConfigMap', 'v1', { data: { LOG_LEVEL: 'debug' } }),
  container({ resources: { limits: { cpu: '1' } } }),
  named('Deployment', 'apps/v1', { spec: { replicas: 3 } }),
  named('Deployment', 'apps/v1', { $patch: 'delete' }),
  named('ServiceAccount', 'v1', { automountServiceAccountToken: false }),
  named('ServiceAccount', 'v1', { imagePullSecrets: [{ name: 'a' }] }),
  named('RoleBinding', `${rbac}/v1`, { subjects: [{ kind: 'ServiceAccount', name: 'web' }] }),
  named('RoleBinding', `${rbac}/v1`, { subjects: [{ kind: 'ServiceAccount', name: 'default' }] }),
];
const pod = '/spec/template/spec';
const operations: readonly (readonly [string, object])[] = [
  ['Deployment', { op: 'add', path: `${pod}/serviceAccountName`, value: 'operator' }],
  ['Deployment', { op: 'add', path: `${pod}/automountServiceAccountToken`, value: false }],
  ['Deployment', { op: 'replace', path: `${pod}/containers/0/image`, value: 'bitnami/kubectl:1' }],
  ['Deployment', { op: 'add', path: `${pod}/containers/-`, value: { name: 'k', image: 'bitnami/kubectl:1' } }],
  ['Deployment', { op: 'add', path: `${pod}/containers/0/command`, value: ['kubectl', 'get', 'pods'] }],
  ['Deployment', { op: 'add', path: `${pod}/containers/0/env`, value: [{ name: 'T', value: tokenFile }] }],
  ['Deployment', { op: 'replace', path: pod, value: { containers: [{ name: 'a', image: 'bitnami/kubectl:1' }] } }],
  ['Deployment', { op: 'add', path: '/spec/replicas', value: 2 }],
  ['Deployment', { op: 'add', path: '/spec/template/metadata/annotations', value: { 'dapr.io/enabled': 'true' } }],
  ['ConfigMap', { op: 'add', path: '/data/JWT_POLICY', value: 'first-party-jwt' }],
  ['ServiceAccount', { op: 'add', path: '/automountServiceAccountToken', value: false }],
  ['RoleBinding', { op: 'replace', path: '/subjects/0/name', value: 'web' }],
];
const others: readonly object[] = [
  { images: [{ name: 'redis', newName: 'bitnami/kubectl' }] },
  { images: [{ name: 'redis', newName: 'mirror.example/redis' }] },
  { images: [{ name: 'registry.example/team/app', newName: 'bitnami/kubectl' }] },
  {
    replacements: [
      {
        source: { kind: 'RoleBinding', fieldPath: 'subjects.0.name' },
        targets: [
          {
            select: { kind: 'Deployment' },
            fieldPaths: ['spec.template.spec.serviceAccountName'],
            options: { create: true },
          },
        ],
      },
    ],
  },
  { commonLabels: { a: 'b' } },
  { commonAnnotations: { 'vault.hashicorp.com/agent-inject': 'true' } },
  { labels: [{ pairs: { 'sidecar.istio.io/inject': 'true' }, includeTemplates: true }] },
  { configMapGenerator: [{ name: 'web', behavior: 'merge', literals: ['CONSOLE_OPERATOR_MODE=on'] }] },
  { configMapGenerator: [{ name: 'web', behavior: 'replace', literals: ['HOST=web'] }] },
  { replicas: [{ name: 'web', count: 2 }] },
];
const targets = [{}, { name: 'web' }, { name: 'w.b' }, { name: '.*' }, { name: 'x-web' }, { name: 'api' }];
const middles: readonly object[] = [{}, { namePrefix: 'x-' }, { nameSuffix: '-y' }, { namespace: 'shop' }];
/** Who a binding beside the overlay may be for, by what the overlay's objects are called. */
const subjects: readonly object[] = [
  ...['web', 'x-web', 'web-y', 'x-web-y', 'default'].flatMap((name) =>
    ['shop', 'prod'].map((namespace) => ({ kind: 'ServiceAccount', name, namespace })),
  ),
  ...['shop', 'prod'].map((name) => ({ kind: 'Group', apiGroup: rbac, name: `system:serviceaccounts:${name}` })),
];

/** A kustomization that draws in another one, and changes what that has, in one of the ways to write it. */
function overlay(pick: Pick): Files {
  const [kind, operation] = pick(operations);
  const merge = JSON.stringify(pick(merges));
  const patch = JSON.stringify([operation]);
  const target = { kind: pick([kind, kind, '.*', '']), ...pick(targets) };
  const [change, files] = pick<readonly [object, Files]>([
    [{ patches: [{ patch: merge }] }, {}],
    [{ patches: [{ path: 'p.yaml' }] }, { 'over/p.yaml': merge }],
    [{ patches: [{ path: 'p.json' }] }, { 'over/p.json': merge }],
    [{ patchesStrategicMerge: [merge] }, {}],
    [{ patchesStrategicMerge: ['p.yaml'] }, { 'over/p.yaml': merge }],
    [{ patches: [{ target, patch }] }, {}],
    [{ patches: [{ target, path: 'p.json' }] }, { 'over/p.json': patch }],
    [{ patches: [{ target, path: 'p.yaml' }] }, { 'over/p.yaml': patch }],
    [pick(others), {}],
    [pick(others), {}],
  ]);
  const middle = { resources: ['../base'], ...pick(middles) };
  const isComponent = pick([true, false, false]);
  const binding = {
    ...named('ClusterRoleBinding', `${rbac}/v1`, { subjects: [pick(subjects)] }),
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
  };
  const bindings = pick([[], ['rbac.yaml']]);
  const again = pick([{}, ...middles]);
  return {
    ...files,
    'over/rbac.yaml': JSON.stringify(binding),
    'middle/kustomization.yaml': JSON.stringify(middle),
    ...(isComponent
      ? {
          'over/kustomization.yaml': JSON.stringify({
            kind: 'Component',
            apiVersion: 'kustomize.config.k8s.io/v1alpha1',
            ...change,
          }),
          'top/kustomization.yaml': JSON.stringify({ resources: ['../middle'], components: ['../over'] }),
        }
      : { 'over/kustomization.yaml': JSON.stringify({ resources: ['../middle', ...bindings], ...again, ...change }) }),
  };
}

describe.skipIf(!haveTools)(
  'kustomizations and what kubectl builds of them (skipped where kubectl does not run)',
  () => {
    test('a token that the sources call unused is unused in what is built', () => {
      const tally = { unused: 0, other: 0 };
      for (const { files, built } of builds((pick) => ({ ...pick(bases), ...overlay(pick) }))) {
        const claimed = unusedIn(files);
        if (claimed.length === 0) tally.other += 1;
        else if (built.includes('kind: Deployment')) {
          tally.unused += 1;
          expect(unusedIn({ 'built.yaml': built }, true), JSON.stringify(files, null, 2)).toEqual(claimed);
        }
      }
      // Were nothing or everything claimed, nothing would be compared.
      expect(Math.min(tally.unused, tally.other)).toBeGreaterThan(buildCount / 10);
    }, 600_000);

    test('an account that the sources call granted nothing is granted nothing in what is built', () => {
      const tally = { unused: 0, used: 0 };
      for (const { files, built } of builds(kustomizedAccounts)) {
        const inBuild = verdictsIn({ 'kustomization.yaml': 'resources: [built.yaml]', 'built.yaml': built });
        const inSources = verdictsIn(files);
        if (inBuild.includes('used')) {
          tally.used += 1;
          expect(inSources, JSON.stringify(files, null, 2)).not.toContain('unused');
        } else if (inSources.includes('unused')) tally.unused += 1;
      }
      expect(Math.min(tally.unused, tally.used)).toBeGreaterThan(buildCount / 20);
    }, 600_000);
  },
);
