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
