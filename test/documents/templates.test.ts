import { describe, expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const found = (text: string, uri = 'a.yaml'): string[] => {
  const { findings, problems } = lintTexts([{ uri, text }]);
  return [...findings.map(({ ruleId }) => ruleId), ...problems.map(({ code, message }) => `${code}: ${message}`)];
};

const pod = `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: b }
spec:
  automountServiceAccountToken: #@ data.values.automount
  serviceAccountName: #@ data.values.account
  containers: [{ name: a, image: nginx }]
`;

describe('ytt', () => {
  test('what its expressions give is no value that is missing', () => {
    const text = `#@ load("@ytt:data", "data")\n---\n${pod}---\n${pod}`;
    expect(found(text)).toEqual([
      "unrendered-template: This file holds ytt's expressions (#@ …) and was skipped: render it first",
    ]);
    expect(lintTexts([{ uri: 'a.yaml', text: `# ours\n${text}` }]).problems).toMatchObject([
      { severity: 'warning', range: { start: { line: 1, character: 0 } } },
    ]);
  });

  test.each([
    ['a comment', `#@ of the team\n${pod}`],
    ['a text in an object', `kind: ConfigMap\ndata:\n  a: |\n    #@ load("@ytt:data", "data")\n---\n${pod}`],
  ])('%s is no template', (_what, text) => {
    expect(found(text)).toContain('automount-ineffective');
  });
});

test.each([
  'kind: Kustomization\nhelmCharts: [{ name: a, valuesInline: { name: "{{ .Release.Name }}" } }]\n',
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: { source: { helm: { valuesObject: { a: "{{ .Values.a }}" } } } }\n',
])('values of a chart may be templates of its own: %j', (text) => {
  expect(found(text)).toEqual([]);
  expect(found(text.replace(/values(?:Inline|Object)/, 'values'))).toEqual([
    expect.stringMatching(/^unrendered-template/),
  ]);
});
