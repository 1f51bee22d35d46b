import { expect, test } from 'vitest';
import { atPath } from '../../src/facts/workloads/mountedPath.ts';
import { workloadOf, factsOf } from '../support/oracle.ts';

/** The tokens of a pod's one container: its file, kind, and whether that is in doubt. */
function tokens(mounts: string, volumes: string, ...more: readonly string[]): string[] {
  return containerOf(mounts, volumes, ...more).tokens.map(({ file, kind, doubt }) =>
    [file, kind, doubt].filter((word) => word !== undefined).join(' '),
  );
}

function containerOf(mounts: string, volumes: string, ...more: readonly string[]) {
  const { containers } = podOf(mounts, volumes, ...more);
  const [container] = containers;
  if (container === undefined) throw new Error('no container');
  return container;
}

function podOf(mounts: string, volumes: string, ...more: readonly string[]) {
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  automountServiceAccountToken: ${String(!mounts.includes('name: v'))}
  containers:
    - name: c
      image: registry.example/a:1
      env: [{ name: KNOWN, value: d }, { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]
      volumeMounts: [${mounts}]
  volumes: [${volumes}]`;
  return workloadOf(factsOf([pod, ...more].join('\n---\n')));
}

const projected = (...sources: readonly string[]): string =>
  `{ name: v, projected: { sources: [${sources.join(', ')}] } }`;
const token = (path: string): string => `{ serviceAccountToken: { path: ${path} } }`;
const mount = '{ name: v, mountPath: /m }';
const object = (kind: string, name: string, key: string, more = ''): string =>
  `{ apiVersion: v1, kind: ${kind}, metadata: { name: ${name}${more} }, data: { ${key}: "" } }`;
const tokenSecret = `apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata: { name: old, annotations: { kubernetes.io/service-account.name: ci }`;

test('a later source without items may be laid over a token', () => {
  const source = '{ configMap: { name: x } }';
  expect(tokens(mount, projected(token('t'), source))).toEqual(['/m/t projected overwritten']);
  expect(tokens(mount, projected(token('t'), '{ secret: { name: x } }'))).toEqual(['/m/t projected overwritten']);
  expect(tokens(mount, projected(token('t'), '{ configMap: { name: x, items: [] } }'))).toHaveLength(1);
  expect(tokens(mount, projected(token('t'), source), object('ConfigMap', 'x', 't'))).toEqual([]);
  expect(tokens(mount, projected(token('t'), source), object('ConfigMap', 'x', 'u'))).toEqual(['/m/t projected']);
  expect(tokens(mount, projected(token('d/t'), source))).toEqual(['/m/d/t projected']);
  expect(tokens(mount, projected(source, token('t')))).toEqual(['/m/t projected']);
  expect(tokens(mount, projected(token('t'), '{ configMap: { name: kube-root-ca.crt } }'))).toEqual(['/m/t projected']);
  expect(tokens(mount, projected(token('t'), '{ downwardAPI: { items: [{ path: t }] } }'))).toEqual([]);
});

test('the keys of a later Secret are laid over a token', () => {
  const secret = (name: string): string => `{ secret: { name: ${name} } }`;
  expect(tokens(mount, projected(token('t'), secret('x')), object('Secret', 'x', 't'))).toEqual([]);
  expect(tokens(mount, projected(token('t'), secret('x')), object('Secret', 'x', 'u'))).toEqual(['/m/t projected']);
  for (const key of ['token', 'ca.crt', 'namespace'])
    expect(tokens(mount, projected(token(key), secret('old')), `${tokenSecret} }`)).toEqual(['/m/token secret']);
  expect(tokens(mount, projected(token('t'), secret('old')), `${tokenSecret} }`)).toHaveLength(2);
});

test('a later source that may not be there may be laid over a token', () => {
  const perhaps = ['/m/t projected overwritten'];
  const bundle = '{ clusterTrustBundle: { name: x, path: ./t } }';
  expect(tokens(mount, projected(token('t'), bundle))).toEqual(perhaps);
  expect(tokens(mount, projected(token('t'), '{ podCertificate: { keyPath: t } }'))).toEqual(perhaps);
  expect(tokens(mount, projected(token('t'), bundle, '{ downwardAPI: { items: [{ path: t }] } }'))).toEqual([]);
  const optional = '{ secret: { name: x, optional: true, items: [{ key: a, path: t }] } }';
  expect(tokens(mount, projected(token('t'), optional))).toEqual(perhaps);
  expect(tokens(mount, projected(optional, token('t')))).toEqual(['/m/t projected']);
});

test('a key of a Secret may be laid out twice, and no items are all keys', () => {
  const volume = (items: string): string => `{ name: v, secret: { secretName: old, items: ${items} } }`;
  const twice = '[{ key: token, path: a }, { key: token, path: b/c }, { key: ca.crt, path: d }]';
  expect(tokens(mount, volume(twice), `${tokenSecret} }`)).toEqual(['/m/a secret', '/m/b/c secret']);
  expect(tokens(mount, volume('[]'), `${tokenSecret} }`)).toEqual(['/m/token secret']);
  expect(tokens(mount, volume('[{ key: ca.crt, path: d }]'), `${tokenSecret} }`)).toEqual([]);
});

test('the API server refuses the token of a Secret that is marked invalid', () => {
  const label = ', labels: { kubernetes.io/legacy-token-invalid-since: "2026-01-01" }';
  expect(tokens(mount, '{ name: v, secret: { secretName: old } }', `${tokenSecret}${label} }`)).toEqual([]);
});

test('the account of a Secret, and what it may do', () => {
  const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ci }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: ci, namespace: default }]`;
  const { secretAccounts } = podOf(mount, '{ name: v, secret: { secretName: old } }', `${tokenSecret} }`, role);
  expect(secretAccounts).toMatchObject([
    { secretName: 'old', name: 'ci', grants: [{ binding: { roleName: 'cluster-admin' } }] },
  ]);
});

test('mounts that hide a token, however they are spelt', () => {
  const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
  const other = '{ name: e, emptyDir: {} }';
  for (const path of [`${folder}/token`, `/var//run/secrets/kubernetes.io/./serviceaccount/token/`])
    expect(tokens(`{ name: e, mountPath: ${path} }`, other), path).toEqual([]);
  for (const path of [`${folder}/ca.crt`, `${folder}/`, '/var/run/secrets'])
    expect(tokens(`{ name: e, mountPath: ${path} }`, other), path).toEqual([`${folder}/token automount`]);
  const deep = (path: string): string[] =>
    tokens(`{ name: v, mountPath: /m/./ }, { name: e, mountPath: ${path} }`, `${projected(token('d/t'))}, ${other}`);
  expect(deep('//m/x/../d')).toEqual([]);
  expect(deep('/m/dd')).toEqual(['/m/d/t projected']);
});

test('through a subPath, the file lies directly below the mount', () => {
  const through = (subPath: string): string[] =>
    tokens(`{ name: v, mountPath: /m, ${subPath} }`, projected(token('d/t')));
  expect(through('subPath: d')).toEqual(['/m/t projected']);
  expect(through('subPath: d/t')).toEqual(['/m projected']);
  expect(through('subPath: e')).toEqual([]);
  expect(through('subPathExpr: $(KNOWN)')).toEqual(['/m/t projected']);
  expect(through('subPathExpr: $(KNOWN)/t')).toEqual(['/m projected']);
  expect(through('subPathExpr: x$(KNOWN)')).toEqual([]);
});

test('what a variable of unknown value chooses is not known', () => {
  const mounts = '{ name: v, mountPath: /m, subPathExpr: $(POD) }';
  const workload = podOf(mounts, projected(token('t')));
  const [container] = workload.containers;
  expect(container?.tokens).toMatchObject([{ file: null, doubt: 'subPath', subPath: '$(POD)' }]);
  expect(container && atPath('/m/t', container, workload)).toEqual({ found: 'unknown' });
});

const kubeadm = 'labels: { component: kube-scheduler, tier: control-plane }';

test.each([
  ['a mirror pod', 'annotations: { kubernetes.io/config.mirror: x }', false],
  ['a static pod as kubeadm writes it', `namespace: kube-system, ${kubeadm}`, false],
  ['one that is labelled so elsewhere', `namespace: shop, ${kubeadm}`, true],
  ['another pod beside those', 'namespace: kube-system, labels: { tier: control-plane }', true],
])('whether %s gets the token that it asks for', (_name, metadata, value) => {
  const pod = `{ apiVersion: v1, kind: Pod, metadata: { name: a, ${metadata} },
    spec: { automountServiceAccountToken: true, containers: [{ name: c, image: a }] } }`;
  for (const text of [pod, `{ apiVersion: v1, kind: List, items: [${pod}] }`]) {
    const { automount, containers } = workloadOf(factsOf(text));
    expect(automount).toMatchObject({ value, decidedBy: 'pod' });
    expect(containers[0]?.tokens).toHaveLength(value ? 1 : 0);
  }
});

test('a pod that a controller makes is no static pod, whatever its labels', () => {
  const metadata = `{ namespace: kube-system, ${kubeadm} }`;
  const { automount, containers } = workloadOf(
    factsOf(`{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: a, namespace: kube-system },
      spec: { template: { metadata: ${metadata}, spec: { containers: [{ name: c, image: a }] } } } }`),
  );
  expect(automount).toMatchObject({ value: true, decidedBy: 'default' });
  expect(containers[0]?.tokens).toHaveLength(1);
});
