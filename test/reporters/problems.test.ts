import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { type LintResult, lintTexts } from '../../src/index.ts';
import { formatHtml } from '../../src/reporters/html.ts';
import { formatMarkdown } from '../../src/reporters/markdown.ts';
import { formatPretty } from '../../src/reporters/pretty.ts';
import { jwt, jwtPieces } from '../support/manifests.ts';

const short = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0';

function pretty(text: string, summary = false): string {
  const result = lintTexts([{ uri: 'a.yaml', text }]);
  const file = new SourceFile('a.yaml', text);
  return formatPretty(result, { color: false, summary, fileOf: () => file });
}

describe('a problem is shown on its line', () => {
  test.each([
    ['kind: Pod\nmetadata: {name: a\nspec: {}\n', '    2 | metadata: {name: a\n      |           ^\n'],
    ['kind: Pod\nmetadata:\n  name:\u00a0a\n  labels: {}\n', '    3 |   name:\u00a0a\n      |        ^\n'],
    ['kind: Pod\nspec: {a: ]}\n', '    2 | spec: {a: ]}\n'],
  ])('%j', (text, frame) => {
    expect(pretty(text)).toContain(frame);
  });

  test.each([
    ['a Secret', 'kind: Secret\ndata: {a: hunter2\nmetadata: {}\n'],
    ['a Secret whose kind cannot be read', 'kind Secret\ndata: {a: hunter2\n'],
    ['a Secret in another document', 'kind: Secret\n---\nkind: Pod\nspec: {a: hunter2\nb: c\n'],
    ['what kustomize makes a Secret of', 'secretGenerator:\n- literals: [a=hunter2\n'],
    ['a part of a Secret', 'stringData: {a: hunter2\n'],
    ['a token', `spec: {a: ${short}\nb: c\n`],
  ])('but not where it may be %s', (_what, text) => {
    const shown = pretty(text);
    expect(shown).toContain('yaml-syntax');
    expect(shown).not.toContain(' | ');
    for (const piece of ['eyJ', 'hunter2']) expect(shown).not.toContain(piece);
  });

  test('nor on a long line', () => {
    const shown = pretty(`spec: {a: ${jwt}\nb: c\n`);
    expect(shown).toContain('yaml-syntax');
    for (const piece of jwtPieces) expect(shown).not.toContain(piece);
  });
});

test.each([
  ['', /^1 warning \(/],
  ['kind: Pod\nkind: Pod\n', /^1 warning, 1 problem \([^)]+\)/],
  ['kind: Pod\nkind: Pod\n---\na: {\n', /^1 warning, 2 problems \([^)]+\).*; 1 problem kept input from being read$/],
])('problems are counted beside findings: %j', (more, expected) => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }\n---\n';
  expect(
    pretty(account + more, true)
      .split('\n\n')
      .at(-1)
      ?.split('\n')[0],
  ).toMatch(expected);
});

test('problems are counted where there is no finding', () => {
  expect(pretty('a: {\n', true)).toMatch(/^No findings, 1 problem \(/m);
});

describe('templates that were not rendered are counted, and named where they are unfolded', () => {
  const names = ['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml'].map((name) => `charts/shop/templates/${name}`);
  const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n';
  const lint = (...more: string[]): LintResult => lintTexts([...names, ...more].map((uri) => ({ uri, text })));

  test('in Markdown', () => {
    const shown = formatMarkdown(lint('charts/a & b/templates/a.yaml', 'charts/a & b/templates/b.yaml'));
    expect(shown).not.toContain('| warning |');
    expect(shown).toContain('6 files hold template expressions');
    expect(shown).toContain(
      '<details><summary>charts/shop/templates: 4 templates, <code>helm template charts/shop | kube-token-lint -</code></summary>\n\n- charts/shop/templates/a.yaml:4:9\n',
    );
    expect(shown).toContain('<summary>charts/a &amp; b/templates: 2 templates, ');
    expect(shown.match(/<\/details>/g)).toHaveLength(2);
  });

  test('in HTML', () => {
    const shown = formatHtml(lint());
    expect(shown).toContain('a.yaml, b.yaml, c.yaml and 1 more hold template expressions');
    expect(shown).toContain(
      '<details><summary>charts/shop/templates: 4 templates, <code>helm template charts/shop | kube-token-lint -</code></summary><ul><li><code>charts/shop/templates/a.yaml:4:9</code></li>',
    );
  });
});
