import { describe, expect, test } from 'vitest';
import { verdict } from '../support/apiUse.ts';

const mounts = 'volumeMounts: [{ name: config, mountPath: /etc/app }]';

describe('a script that is named as its image is its program', () => {
  test.each([
    ['[python, kube-hunter.py]'],
    ['[python3, ./kube-hunter.py]'],
    ['[/usr/bin/python3, /usr/src/kube-hunter.py]'],
    ['[/usr/src/kube-hunter.py]'],
    ['[sh, -c, "python kube-hunter.py --pod"]'],
  ])('%s', (command) => {
    const container = `name: a, image: "aquasec/kube-hunter:312", command: ${command}, args: [--pod]`;
    expect(verdict(`{ ${container} }`)).toBe('used');
    expect(verdict(`{ ${container}, ${mounts} }`)).toBe('used');
  });

  test.each([
    ['[python, /etc/app/redis.py]'],
    ['[python, redis.py]'],
    ['[./redis.py]'],
    ['[python, /app/a.py, redis]'],
    ['[python, -c, "redis = 1"]'],
    ['[/redis-exporter.py]'],
  ])('but not %s of a volume, or of another name', (command) => {
    expect(verdict(`{ name: a, image: "redis:7", command: ${command}, ${mounts} }`)).toBe('unknown');
  });
});
