import { describe, expect, test } from 'vitest';
import { useOf, verdict } from '../support/apiUse.ts';

const pod = (volume: string, words = '--kubeconfig=/etc/k/config, --leader-elect=true'): string =>
  useOf(`apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers:
    - name: a
      image: registry.k8s.io/kube-controller-manager:v1.31.0
      command: [kube-controller-manager, ${words}]
      volumeMounts: [{ name: k, mountPath: /etc/k }]
  volumes: [{ name: k, ${volume} }]`).verdict;

describe('who is told to log in with a kubeconfig that a volume brings does not use the account’s token', () => {
  test.each([
    ['secret: { secretName: k }'],
    ['hostPath: { path: /etc/kubernetes }'],
    ['projected: { sources: [{ secret: { name: k } }] }'],
  ])('%s', (volume) => {
    expect(pod(volume)).toBe('unused');
    expect(pod(volume, '--kubeconfig, /etc/k/config')).toBe('unused');
  });

  test.each([
    ['secret: { secretName: k, optional: true }'],
    ['projected: { sources: [{ secret: { name: k, optional: true } }] }'],
    ['emptyDir: {}'],
    ['configMap: { name: k }'],
  ])('but it may where the file may be missing, or somebody writes it: %s', (volume) => {
    expect(pod(volume)).toBe('used');
  });

  test('nor does one that is elsewhere count', () => {
    expect(pod('secret: { secretName: k }', '--kubeconfig=/other')).toBe('used');
  });
});

test.each([
  [
    'registry.k8s.io/kube-apiserver:v1.31.0',
    '[kube-apiserver, "--service-account-issuer=https://kubernetes.default.svc"]',
    'unused',
  ],
  ['registry.example/issuer:1', '[serve, "--issuer=https://kubernetes.default.svc"]', 'unknown'],
  ['registry.example/issuer:1', '[serve, --issuer, "https://kubernetes.default.svc"]', 'unknown'],
  ['registry.example/issuer:1', '[serve, --server, "https://kubernetes.default.svc"]', 'used'],
  ['rook/ceph:v1', '[bash, -c, "ceph status"]', 'unknown'],
  ['rook/ceph:v1', '[rook, ceph, operator]', 'used'],
])('%s with %s', (image, command, expected) => {
  expect(verdict(`{ name: a, image: "${image}", command: ${command} }`)).toBe(expected);
});

test.each([['""'], ['auto'], ['controller:latest']])('image %s says nothing of who runs the same', (image) => {
  const workload = (name: string, account: string): string => `# Source: c/templates/${name}.yaml
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { serviceAccountName: ${account}, containers: [{ name: a, image: ${image} }] }`;
  const binding = `# Source: c/templates/rb.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: bound, namespace: x }]`;
  const { evidence } = useOf(workload('a', 'other'), workload('b', 'bound'), binding);
  expect(evidence.map(({ kind }) => kind)).not.toContain('sibling');
});
