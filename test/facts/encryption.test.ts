import { describe, expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const hidden = (type = 'str'): string => `ENC[AES256_GCM,data:cL5vYw==,iv:aGk=,tag:aGk=,type:${type}]`;
const sops = `sops:\n  age: []\n  mac: ${hidden()}\n  version: 3.9.0\n`;

function lint(text: string): { findings: string[]; problems: string[] } {
  const { findings, problems } = lintTexts([{ uri: 'a.yaml', text }], { preset: 'strict', complete: true });
  return {
    findings: findings.map(({ ruleId }) => ruleId),
    problems: problems.map(
      ({ code, range, message }) => `${String((range?.start.line ?? -1) + 1)} ${code}: ${message}`,
    ),
  };
}

const told = (line: number, what: string, place: string): string =>
  `${String(line)} encrypted: SOPS encrypted values of this ${what}, such as ${place}: what they say was not judged; lint what \`sops --decrypt\` prints`;

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: ${hidden()}
spec:
  serviceAccountName: ${hidden()}
  automountServiceAccountToken: ${hidden('bool')}
  containers:
    - name: ${hidden()}
      image: ${hidden()}
      volumeMounts:
        - name: ${hidden()}
          mountPath: ${hidden()}
          readOnly: ${hidden('bool')}
  volumes:
    - name: ${hidden()}
      projected:
        defaultMode: ${hidden('int')}
        sources:
          - serviceAccountToken:
              path: ${hidden()}
              expirationSeconds: ${hidden('int')}
${sops}`;

describe('what SOPS encrypted is not judged, and said to be so', () => {
  test('a pod', () => {
    expect(lint(pod)).toEqual({ findings: [], problems: [told(4, 'Pod', 'metadata.name')] });
  });

  test('an account and a binding', () => {
    const { findings, problems } = lint(`apiVersion: v1
kind: ServiceAccount
metadata:
  name: a
automountServiceAccountToken: ${hidden('bool')}
${sops}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: a
roleRef:
  apiGroup: ${hidden()}
  kind: ${hidden()}
  name: ${hidden()}
subjects:
  - kind: ${hidden()}
    name: ${hidden()}
${sops}`);
    expect(findings).toEqual([]);
    expect(problems).toEqual([
      told(5, 'ServiceAccount', 'automountServiceAccountToken'),
      told(16, 'RoleBinding', 'roleRef.apiGroup'),
    ]);
  });

  test('an object of which even the kind is encrypted', () => {
    const text = `apiVersion: ${hidden()}\nkind: ${hidden()}\nspec:\n  template:\n    spec:\n      containers:\n        - image: ${hidden()}\n${sops}`;
    expect(lint(text)).toEqual({ findings: [], problems: [told(1, 'object', 'apiVersion')] });
  });

  test.each([
    ['the data of a Secret', `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: "${hidden()}" }\n`],
    ['values of a chart', `image:\n  tag: ${hidden()}\n`],
    ['another custom resource', `apiVersion: example.com/v1\nkind: Bucket\nspec: { key: "${hidden()}" }\n`],
  ])('nothing is said of %s', (_what, text) => {
    expect(lint(text + sops).problems).toEqual([]);
  });
});

test('an encrypted binding leaves open whom it grants something', () => {
  const source = '---\n# Source: web/templates/a.yaml\n';
  const web = `${source}apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
${source}apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: registry.example/web:1 }]
`;
  const binding = `${source}apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }
subjects: [{ kind: "${hidden()}", name: "${hidden()}" }]
${sops}`;
  const rules = (text: string): string[] => lintTexts([{ uri: 'a.yaml', text }]).findings.map(({ ruleId }) => ruleId);
  expect(rules(web)).toContain('automount-unused');
  expect(rules(web + binding)).not.toContain('automount-unused');
});
