import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';

const account = (automount: string): string =>
  `---\n# Source: c/templates/a.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n${automount}`;
const pod = (spec: string, image = 'memcached:1.6'): string => `---
# Source: c/templates/b.yaml
apiVersion: v1
kind: Pod
metadata: { name: app }
spec:
  containers: [{ name: app, image: '${image}' }]
  ${spec}
`;

function judge(text: string): unknown {
  const { model } = analyze([new SourceFile('a.yaml', text)], {});
  return model.facts.workloads.map((workload) => ({
    verdict: model.apiUse(workload).verdict,
    rejected: workload.rejections.length,
    missing: workload.accountMissing,
  }));
}

const filledIn = 'automountServiceAccountToken: ${MOUNT:=false}\n';

test.each([
  ['the pod’s automount', pod(filledIn)],
  ['its account’s', account(filledIn) + pod('serviceAccountName: app')],
])('%s that is filled in elsewhere may be off already', (_, text) => {
  expect(judge(text)).toEqual([{ verdict: 'unknown', rejected: 0, missing: false }]);
});

test('what the pod says counts before what its account will say', () => {
  const said = pod('serviceAccountName: app\n  automountServiceAccountToken: true');
  expect(judge(account(filledIn) + said)).toEqual([{ verdict: 'unused', rejected: 0, missing: false }]);
});

test('an account whose name is filled in elsewhere is not missing, and what binds it is not known', () => {
  const image = 'registry.example/app:1';
  expect(judge(account('') + pod('serviceAccountName: app', image))).toMatchObject([{ verdict: 'unused' }]);
  expect(judge(account('') + pod('serviceAccountName: ${ACCOUNT}', image))).toEqual([
    { verdict: 'unknown', rejected: 0, missing: false },
  ]);
});

test('what is not filled in is refused', () => {
  expect(judge(pod('automountServiceAccountToken: MOUNT'))).toMatchObject([{ rejected: 1 }]);
  expect(judge(pod('automountServiceAccountToken: $5'))).toMatchObject([{ rejected: 1 }]);
  expect(judge(pod('automountServiceAccountToken: false ${X}'))).toMatchObject([{ rejected: 1 }]);
});
