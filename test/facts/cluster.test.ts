import { describe, expect, test } from 'vitest';
import { durationSeconds, maximumExpirationFault } from '../../src/facts/cluster/duration.ts';
import { gateFault } from '../../src/facts/cluster/featureGates.ts';
import { serviceAccountMetricNames } from '../../src/facts/cluster/metrics.ts';
import { minorOf } from '../../src/facts/cluster/version.ts';

test('durations are read as Go reads them', () => {
  const read = ['1h30m', '1.5h', '-2m', '0', '500ms', '.5s', '1d', '3600', '', 'h', '1h 2m'].map(durationSeconds);
  expect(read).toEqual([5400, 5400, -120, 0, 0.5, 0.5, undefined, undefined, undefined, undefined, undefined]);
});

test('the longest lifetime is taken and refused as the API server did (facts.md §4)', () => {
  for (const taken of ['1h', '0s', '1193046h']) expect(maximumExpirationFault(taken), taken).toBeUndefined();
  for (const refused of ['30m', '59m59s', '-1h', '1193047h'])
    expect(maximumExpirationFault(refused), refused).toBeDefined();
});

describe('feature gates', () => {
  test.each([
    ['NoSuchGateXyz', 'true', undefined, undefined],
    ['ImplicitServiceAccountToken', 'false', undefined, 'unknown'],
    ['ImplicitServiceAccountToken', 'false', 36, undefined],
    ['ServiceAccountTokenJTI', 'true', undefined, undefined],
    ['ServiceAccountTokenJTI', 'F', undefined, 'locked'],
    ['ServiceAccountTokenJTI', 'false', 31, undefined],
    ['ServiceAccountTokenJTI', 'false', 28, 'early'],
    ['LegacyServiceAccountTokenCleanUp', 'true', 31, undefined],
    ['LegacyServiceAccountTokenCleanUp', 'true', 32, 'removed'],
    ['LegacyServiceAccountTokenCleanUp', 'true', undefined, 'removed'],
  ])('%s=%s at 1.%s: %s', (name, value, minor, kind) => {
    expect(gateFault(name, value, minor)?.kind).toBe(kind);
  });
});

test('versions are found in tags of images', () => {
  const versions = [
    'v1.33.2',
    '1.33',
    'registry:5000/kube-apiserver:v1.29.3@sha256:1',
    'rancher/k3s:v1.32.1-k3s1',
    'v2.1',
    'latest',
  ];
  expect(versions.map(minorOf)).toEqual([33, 33, 29, 32, undefined, undefined]);
});

test('only metrics are metrics', () => {
  const names = (text: string): string[] => serviceAccountMetricNames(text).map(({ name }) => name);
  expect(names('serviceaccount_a{x="}", serviceaccount_b="c"} / on (serviceaccount_d) x:serviceaccount_e')).toEqual([
    'serviceaccount_a',
  ]);
  expect(
    names("label_replace(up, 'serviceaccount_a', `serviceaccount_b`) # serviceaccount_c\n+ serviceaccount_d"),
  ).toEqual(['serviceaccount_d']);
});
