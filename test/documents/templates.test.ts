import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { lintTexts } from '../../src/index.ts';
import { Session } from '../../src/lint/session.ts';
import { skippedTemplates } from '../../src/reporters/skippedTemplates.ts';

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

describe('how a template is rendered', () => {
  const template = (action: string): string => `kind: Pod\nmetadata:\n  name: ${action}\n`;
  const helm = (chart: string): string => `render the chart first, \`helm template ${chart} | kube-token-lint -\``;

  test.each([
    ['charts/shop/templates/a.yaml', '{{ .Release.Name }}', helm('charts/shop')],
    ['charts/shop/templates/a.yaml', '{{ toYaml .Name }}', helm('charts/shop')],
    ['charts/shop/templates/a.yaml', '{{- end }}', helm('charts/shop')],
    ['docs/a.yaml', '{{ include "name" . }}', helm('CHART')],
    ['docs/a.yaml', '{{ .name }}', 'render it first'],
    ['helmfile.yaml', '{{ .Values.name }}', 'render it first'],
    ['deploy/helmfile.d/a.yaml', '{{ .Values.name }}', 'render it first'],
    ['roles/shop/templates/a.yaml', '{{ shop_name }}', 'render it first'],
    ['roles/shop/templates/a.yaml', "{{ shop_name | default('a') }}", 'render it first'],
  ])('%s: %s', (uri, action, expected) => {
    expect(found(template(action), uri)).toEqual([expect.stringContaining(`was skipped: ${expected}`)]);
  });

  test('templates of others are told together, too, without a chart', () => {
    const files = [
      'roles/shop/templates/a.yaml',
      'roles/shop/templates/b.yaml',
      'chart/templates/a.yaml',
      'chart/templates/b.yaml',
    ];
    const texts = files.map((uri) => ({
      uri,
      text: template(uri.startsWith('chart') ? '{{ .Release.Name }}' : '{{ a }}'),
    }));
    const { skipped, others } = skippedTemplates(lintTexts(texts).problems);
    expect(others).toEqual([]);
    expect(skipped.map(({ title, message }) => [title, message])).toEqual([
      ['chart/templates', `a.yaml, b.yaml hold template expressions ({{ … }}) and were skipped: ${helm('chart')}`],
      ['roles/shop/templates', 'a.yaml, b.yaml hold expressions of templates and were skipped: render them first'],
    ]);
  });

  const chartFile = (dependencies = ''): string => `apiVersion: v2\nname: a\nversion: 1.0.0\n${dependencies}`;
  const onBoth = 'dependencies: [{ name: b }, { name: c }]\n';
  const updated = 'render the chart first, `helm dependency update a && helm template a | kube-token-lint -`';

  test.each([
    ['a part of the chart that is deployed', ['a', 'a/charts/b'], 'a/charts/b/templates/x.yaml', '', helm('a')],
    ['a chart in the root', ['', helm('charts/b')], 'charts/b/templates/x.yaml', '', helm('.')],
    ['a chart among others', ['charts/a', 'charts/b'], 'charts/b/templates/x.yaml', '', helm('charts/b')],
    ["a chart's other file", ['it is'], 'it is/files/x.yaml', '', helm("'it is'")],
    ['charts that are not there', ['a', 'a/charts/b'], 'a/templates/x.yaml', onBoth, updated],
    ['charts that are there', ['a', 'a/charts/b', 'a/charts/c'], 'a/templates/x.yaml', onBoth, helm('a')],
  ])('%s', (_what, charts, uri, dependencies, expected) => {
    const files = charts.map((chart, index) => ({
      uri: chart === '' ? 'Chart.yaml' : `${chart}/Chart.yaml`,
      text: chartFile(index === 0 ? dependencies : ''),
    }));
    const texts = [...files, { uri, text: template('{{ .Release.Name }}') }];
    expect(lintTexts(texts).problems).toMatchObject([{ message: expect.stringContaining(expected) }]);
  });

  test('in an editor, a chart that comes or changes is asked for again', () => {
    const session = new Session({ rules: [] });
    session.set(new SourceFile('a/charts/b/templates/x.yaml', template('{{ .Release.Name }}')));
    const message = (): string | undefined => session.resultIn('a/charts/b/templates/x.yaml').problems[0]?.message;
    expect(message()).toContain(helm('a/charts/b'));
    for (const folder of ['a', 'a/charts/b']) session.set(new SourceFile(`${folder}/Chart.yaml`, chartFile()));
    expect(message()).toContain(helm('a'));
    session.set(new SourceFile('a/Chart.yaml', chartFile(onBoth)));
    expect(message()).toContain(updated);
    session.delete('a/Chart.yaml');
    expect(message()).toContain(helm('a/charts/b'));
  });
});
