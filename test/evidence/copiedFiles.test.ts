import { describe, expect, test } from 'vitest';
import { useOf } from '../support/apiUse.ts';

/** @param copy what the init container runs, which has the ConfigMap at /in and the shared volume at /out. */
function verdictOf(copy: string, volume = 'emptyDir: {}', image = 'rabbitmq:3.13', more = ''): string {
  return useOf(
    `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  initContainers:
    - name: copy
      image: busybox:1
      command: ${copy}
      volumeMounts: [{ name: config, mountPath: /in }, { name: work, mountPath: /out }]
  containers:
    - { name: a, image: "${image}", volumeMounts: [{ name: work, mountPath: /etc/rabbitmq }] }
  volumes:
    - { name: config, configMap: { name: config } }
    - { name: work, ${volume} }`,
    `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data:
  rabbitmq.conf: "cluster_formation.peer_discovery_backend = k8s"
  other.conf: "a = b"${more}`,
  ).verdict;
}

describe('what an init container copies to where a program reads it is its configuration', () => {
  test.each([
    '[sh, -c, "cp /in/* /out"]',
    '[sh, -c, "mkdir -p /out/conf.d; cp /in/rabbitmq.conf /out/conf.d/10.conf"]',
    '[sh, -c, "cp -r /in/. /out/"]',
    '[cp, -rL, /in/, /out]',
  ])('%s', (copy) => {
    expect(verdictOf(copy)).toBe('used');
  });

  test('also what says that it asks nobody', () => {
    expect(verdictOf('[cp, -r, /in/, /out]', 'emptyDir: {}', 'rabbitmq:4.1')).toBe('unused');
  });

  test.each([
    '[sh, -c, "cp /in/other.conf /out"]',
    '[sh, -c, "cp /in/* /elsewhere"]',
    '[sh, -c, "cp /out/* /in"]',
    '[sh, -c, "chown -R 999 /in /out; /bin/ls /in /out"]',
  ])('but not %s', (copy) => {
    expect(verdictOf(copy)).toBe('unknown');
  });

  test('a volume that lasts is filled by it, too', () => {
    expect(verdictOf('[cp, -r, /in/, /out]', 'persistentVolumeClaim: { claimName: a }')).toBe('used');
  });

  test('files, commands and long words by the thousand cost no more than the others', { timeout: 20_000 }, () => {
    const many = (what: (index: number) => string): string => Array.from({ length: 5000 }, (_, n) => what(n)).join('');
    const commands = many((n) => `cp /x${String(n)} /out/\\n`);
    const copies = `[sh, -c, "${commands}cp /${'a'.repeat(150_000)} /out\\ncp /in/* /out"]`;
    expect(
      verdictOf(
        copies,
        'emptyDir: {}',
        'rabbitmq:3.13',
        many((n) => `\n  c${String(n)}.conf: "cluster_formation.peer_discovery_backend = k8s"`),
      ),
    ).toBe('used');
  });
});
