import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

/** What is found in one object with thousands of items, by message. */
function countsIn(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId, messageId } of lintTexts([{ uri: 'a.yaml', text }]).findings) {
    const key = `${ruleId} ${messageId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const times = (count: number, make: (index: string) => string): string =>
  Array.from({ length: count }, (_, index) => make(String(index))).join(', ');

const podWith = (container: string, volumes = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: a }
spec:
  containers: [{ name: a, image: a, ${container} }]
  volumes: [${volumes}]
`;
const tokenVolume = (name: string): string =>
  `{ name: ${name}, projected: { sources: [{ serviceAccountToken: { path: token, audience: a, expirationSeconds: 3600 } }] } }`;
const mounts = (count: number, volume: (index: string) => string, more = ''): string =>
  `volumeMounts: [${times(count, (index) => `{ name: ${volume(index)}, mountPath: /m${index}${more} }`)}]`;
const role = (rule: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: a, namespace: a }
rules: [{ ${rule} }]
`;

test.each([
  [
    'mounts of one token volume',
    podWith(
      mounts(12_000, () => 'v'),
      tokenVolume('v'),
    ),
    'token-mount-read-only notReadOnly',
    12_000,
  ],
  [
    'token volumes and their mounts',
    podWith(
      mounts(12_000, (index) => `v${index}`),
      times(12_000, (index) => tokenVolume(`v${index}`)),
    ),
    'token-mount-read-only notReadOnly',
    12_000,
  ],
  [
    'mounts of parts that variables name',
    podWith(
      `env: [${times(3000, (index) => `{ name: A${index}, value: a }`)}], ${mounts(3000, () => 'v', ', subPathExpr: "$(A1)"')}`,
      tokenVolume('v'),
    ),
    'token-mount-read-only notReadOnly',
    0,
  ],
  ['mounts of no volume', podWith(mounts(40_000, () => 'x')), 'token-mount-unresolved notFound', 40_000],
  [
    'variables that name tokens',
    podWith(
      `env: [{ name: A, value: /a }, ${times(6000, (index) => `{ name: A${index}_TOKEN_PATH, value: $(A)/${index} }`)}]`,
    ),
    'token-path-unresolved missing',
    0,
  ],
  [
    'verbs of a rule',
    role(
      `apiGroups: [""], resources: [secrets], verbs: [${times(90_000, () => 'get')}, ${times(90_000, (index) => `v${index}`)}]`,
    ),
    'rbac-ineffective verb',
    0,
  ],
  [
    'wrong resources of a rule',
    role(`apiGroups: [""], verbs: [get], resources: [${times(12_000, () => 'Secrets')}]`),
    'rbac-ineffective resource',
    12_000,
  ],
])('%s by the thousand take seconds', { timeout: 20_000 }, (_, text, message, count) => {
  expect(countsIn(text).get(message) ?? 0).toBe(count);
});
