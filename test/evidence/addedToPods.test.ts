import { describe, expect, test } from 'vitest';
import { usesOf } from '../support/apiUse.ts';

describe('KubeRay adds its autoscaler to the head pod', () => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ray }';
  const template =
    'template: { spec: { serviceAccountName: ray, containers: [{ name: ray, image: "rayproject/ray:2.46.0" }] } }';
  const cluster = (setting: string): string =>
    `{ ${setting} headGroupSpec: { ${template} }, workerGroupSpecs: [{ groupName: a, ${template} }] }`;
  const objects = {
    RayCluster: (setting: string) => `spec: ${cluster(setting)}`,
    RayJob: (setting: string) => `spec: { entrypoint: python a.py, rayClusterSpec: ${cluster(setting)} }`,
    RayService: (setting: string) => `spec: { rayClusterConfig: ${cluster(setting)} }`,
  };

  test.each(Object.entries(objects))('%s', (kind, spec) => {
    const of = (setting: string): ReturnType<typeof usesOf> => {
      const object = `apiVersion: ray.io/v1\nkind: ${kind}\nmetadata: { name: ray }\n${spec(setting)}`;
      return usesOf(`# Source: a/templates/a.yaml\n${account}`, `# Source: a/templates/b.yaml\n${object}`);
    };
    const [head, worker] = of('enableInTreeAutoscaling: true,');
    expect([head?.verdict, head?.confidence]).toEqual(['used', 'high']);
    expect(head?.evidence.map(({ message, location }) => [message, location?.path?.at(-1)])).toEqual([
      [
        'enableInTreeAutoscaling: KubeRay adds an autoscaler to the head pod, which works through the API server',
        'enableInTreeAutoscaling',
      ],
    ]);
    expect(worker?.verdict).toBe('unused');
    for (const setting of ['', 'enableInTreeAutoscaling: false,', 'enableInTreeAutoscaling: null,'])
      expect(of(setting).map(({ verdict }) => verdict)).toEqual(['unused', 'unused']);
  });
});

describe('the Istio proxy logs in', () => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }';
  const of = (tag: string, policy: string, audience?: string): [verdict: string, confidence: string] => {
    const mount = audience === undefined ? '' : 'volumeMounts: [{ name: token, mountPath: /var/run/secrets/tokens }]';
    const image = `image: "docker.io/istio/proxyv2:${tag}"`;
    const source = `{ serviceAccountToken: { audience: ${audience ?? 'none'}, path: istio-token } }`;
    const object = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  serviceAccountName: web
  initContainers: [{ name: istio-init, ${image}, args: [istio-iptables, -p, "15001"] }]
  containers:
    - { name: web, image: "nginx:1.27" }
    - { name: istio-proxy, ${image}, args: [proxy, sidecar], env: [{ name: JWT_POLICY, value: ${policy} }], ${mount} }
  volumes: [{ name: token, projected: { sources: [${source}] } }]`;
    const [use] = usesOf(`# Source: a/templates/a.yaml\n${account}`, `# Source: a/templates/b.yaml\n${object}`);
    return [use?.verdict ?? '', use?.confidence ?? ''];
  };

  test("with the account's token, where it is told to", () => {
    expect(of('1.14.3', 'first-party-jwt')).toEqual(['used', 'high']);
    expect(of('1.14.3', 'first-party-jwt', 'istio-ca')).toEqual(['used', 'high']);
  });

  test('with its own, where it has one', () => {
    expect(of('1.14.3', 'third-party-jwt', 'istio-ca')).toEqual(['unused', 'high']);
    expect(of('1.22.0', 'first-party-jwt', 'istio-ca')).toEqual(['unused', 'high']);
  });

  test('with what is not known, where it has none', () => {
    expect(of('1.14.3', 'third-party-jwt')).toEqual(['unknown', 'low']);
    expect(of('1.22.0', 'first-party-jwt')).toEqual(['unknown', 'low']);
    expect(of('1.14.3', 'third-party-jwt', 'vault')).toEqual(['unknown', 'low']);
  });
});
