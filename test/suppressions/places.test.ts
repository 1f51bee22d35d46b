import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const wrong = 'automountServiceAccountToken: "false"';
const on = (line: string): string => `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  ${line}
  ${wrong}
  containers: [{ name: a, image: a }]
`;
const suppress = 'kube-token-lint-disable automount-ineffective -- reviewed';

function isSuppressed(text: string): boolean {
  const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text }], { preset: 'cis' });
  const ids = [...findings, ...suppressed].map(({ ruleId }) => ruleId);
  expect(ids.filter((id) => id === 'automount-ineffective')).toHaveLength(1);
  return suppressed.length === 1;
}

test.each([
  ['a comment', `hostname: a # ${suppress}`, true],
  ['a comment behind the header of a block', `hostname: | # ${suppress}\n    a`, true],
  ['text in a block', `hostname: |\n    # ${suppress}`, false],
  ['text in a value', `hostname: "a # ${suppress}"`, false],
  ['text in a key', `nodeSelector: { "a # ${suppress}": x }`, false],
  ['text in a key that is a block', `nodeSelector:\n    ? |\n      # ${suppress}\n    : x`, false],
])('%s', (_, line, suppresses) => {
  expect(isSuppressed(on(line))).toBe(suppresses);
});

test.each(['metadata', 'jobTemplate', 'template'])('an annotation on the %s of a CronJob', (place) => {
  const at = (name: string): string =>
    name === place
      ? '{ name: a, annotations: { kube-token-lint.io/ignore.automount-ineffective: reviewed } }'
      : '{ name: a }';
  const text = `apiVersion: batch/v1
kind: CronJob
metadata: ${at('metadata')}
spec:
  schedule: "* * * * *"
  jobTemplate:
    metadata: ${at('jobTemplate')}
    spec:
      template:
        metadata: ${at('template')}
        spec:
          restartPolicy: Never
          ${wrong}
          containers: [{ name: a, image: a }]
`;
  expect(isSuppressed(text)).toBe(true);
});

test('an annotation on a list is for all its objects, and is said to be unused once', () => {
  const secret = (name: string): string =>
    `  - apiVersion: v1
    kind: Secret
    metadata: { name: ${name}, annotations: { kubernetes.io/service-account.name: a } }
    type: kubernetes.io/service-account-token
`;
  const text = `apiVersion: v1
kind: List
metadata:
  annotations:
    kube-token-lint.io/ignore.legacy-token-secret: reviewed
    kube-token-lint.io/ignore.account-default: reviewed
items:
${secret('a')}${secret('b')}`;
  const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text }]);
  expect(suppressed.map(({ ruleId }) => ruleId)).toEqual(['legacy-token-secret', 'legacy-token-secret']);
  expect(findings.map(({ ruleId, location }) => [ruleId, location.range.start.line])).toEqual([
    ['suppression-unused', 5],
  ]);
});

test('what one pod lives with, another does not', () => {
  const copying = `apiVersion: v1
kind: ConfigMap
metadata: { name: d }
data:
  start.sh: |
    install -m 0600 /run/secrets/kubernetes.io/serviceaccount/token /home/d/token
---
`;
  const pod = (name: string, annotations: string): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, annotations: { ${annotations} } }
spec:
  containers: [{ name: a, image: a, command: [/d/start.sh], volumeMounts: [{ name: d, mountPath: /d }] }]
  volumes: [{ name: d, configMap: { name: d } }]
---
`;
  const reviewed = pod('reviewed', 'kube-token-lint.io/ignore.token-copied: reviewed');
  for (const pods of [reviewed + pod('other', ''), pod('other', '') + reviewed]) {
    const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text: copying + pods }]);
    expect(findings.filter(({ ruleId }) => ruleId === 'token-copied')).toHaveLength(1);
    expect(suppressed).toHaveLength(1);
  }
});

test('each of many comments is for its own line and document', () => {
  const documents = Array.from({ length: 40 }, (_, index) =>
    [
      '',
      `# ${suppress}`,
      'apiVersion: v1\nkind: Pod',
      `metadata: { name: a${String(index)} }`,
      'spec:',
      `  ${wrong}${index % 3 === 1 ? ` # ${suppress.replace('disable', 'disable-line')}` : ''}`,
      '  containers: [{ name: a, image: a }]',
      '---\n',
    ]
      .filter((_line, at) => at !== 1 || index % 3 === 0)
      .join('\n'),
  );
  const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text: documents.join('') }], { preset: 'cis' });
  const named = (all: typeof findings): (string | null)[] =>
    all.filter(({ ruleId }) => ruleId === 'automount-ineffective').map(({ resource }) => resource.name);
  const expected = documents.map((_, index) => `a${String(index)}`);
  expect(named(suppressed)).toEqual(expected.filter((_, index) => index % 3 < 2));
  expect(named(findings)).toEqual(expected.filter((_, index) => index % 3 === 2));
});
