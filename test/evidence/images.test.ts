import { describe, expect, test } from 'vitest';
import { verdict } from '../support/apiUse.ts';

function verdictOf(image: string, settings = ''): string {
  return verdict(`{ name: a, image: "${image}", ${settings} }`);
}

describe('a name that several programs have says which one it is by its repository alone', () => {
  test.each([
    ['redpandadata/console:2', 'unused'],
    ['minio/console:0.14.8', 'unknown'],
    ['pingcap/pd:8', 'unused'],
    ['registry.example/pd:1', 'unknown'],
    ['gcr.io/heptio-images/ark:v0.10', 'used'],
    ['registry.example/ark:1', 'unknown'],
    ['linuxserver/heimdall:2', 'unused'],
    ['ghcr.io/dadrus/heimdall:0.16', 'unknown'],
    ['apache/hive:4', 'unused'],
    ['quay.io/openshift-hive/hive:1', 'used'],
    ['quay.io/cortexproject/cortex:1.18', 'unused'],
    ['thehiveproject/cortex:3.1', 'unknown'],
    ['sigp/lighthouse:7', 'unused'],
    ['registry.example/lighthouse:1', 'unknown'],
    ['jaegertracing/all-in-one:1', 'unused'],
    ['registry.example/all-in-one:1', 'unknown'],
    ['temporalio/admin-tools:1', 'unused'],
    ['registry.example/admin-tools:1', 'unknown'],
    ['1337kavin/piped:1', 'unused'],
    ['ghcr.io/pipe-cd/piped:v0.50', 'used'],
    ['ghcr.io/getsentry/sentry:25', 'unused'],
    ['ghcr.io/dapr/sentry:1.15', 'used'],
    ['supabase/storage-api:1', 'unused'],
    ['registry.example/storage-api:1', 'unknown'],
    ['ghcr.io/kube-logging/config-reloader:1', 'unused'],
    ['registry.example/config-reloader:1', 'unknown'],
  ])('%s: %s', (image, expected) => {
    expect(verdictOf(image)).toBe(expected);
  });

  test("MinIO's console serves as the operator's where it is told to", () => {
    const mode = (value: string): string =>
      verdictOf('minio/console:0.14.8', `args: [server], env: [{ name: CONSOLE_OPERATOR_MODE, value: "${value}" }]`);
    expect(mode('on')).toBe('used');
    expect(mode('off')).toBe('unknown');
  });
});
