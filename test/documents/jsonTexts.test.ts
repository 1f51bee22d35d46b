import { expect, test } from 'vitest';
import { applyFixes, lintTexts } from '../../src/index.ts';

const pod = (name: string): string =>
  `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}", "annotations": {"a": "} { \\" ["}},
  "spec": {"containers": [{"name": "a", "image": "nginx"}]}}`;

function placesIn(text: string): string[] {
  return lintTexts([{ uri: 'a.json', text }], { rules: { 'automount-unused': 'off' } }).findings.map(
    ({ resource, location: { range } }) => `${resource.name ?? ''} ${String(range.start.line + 1)}`,
  );
}

test.each([
  ['lines', '\n'],
  ['nothing', ''],
  ['blank lines and a mark', '\r\n\r\n'],
])('JSON texts with %s between them are read as kubectl reads them', (_what, between) => {
  const text = ['a', 'b', 'c'].map(pod).join(between);
  const lines = (between.match(/\n/g) ?? []).length;
  expect(placesIn(text)).toEqual(['a 2', `b ${String(3 + lines)}`, `c ${String(4 + 2 * lines)}`]);
  expect(placesIn(`\ufeff ${text}\n`)).toHaveLength(3);
});

test('each is mended where it stands', () => {
  const { texts } = applyFixes([{ uri: 'a.json', text: `${pod('a')}\n${pod('b')}\n` }], { fix: 'all' });
  const mended = (name: string): string =>
    pod(name).replace('"nginx"}]', '"nginx"}], "automountServiceAccountToken": false');
  expect(texts[0]?.text).toBe(`${mended('a')}\n${mended('b')}\n`);
});

test('where one of them is no JSON, or they do not begin the text, they are none', () => {
  const { problems } = lintTexts([{ uri: 'a.json', text: `${pod('a')}\n---\n${pod('b')}\n${pod('c')}` }]);
  expect(problems).toMatchObject([
    { message: 'Another text begins here, without a line with --- before it', range: { start: { line: 5 } } },
  ]);
  expect(lintTexts([{ uri: 'a.json', text: `${pod('a')}\n${pod('b').slice(0, -1)}` }]).problems).toMatchObject([
    { code: 'yaml-syntax' },
  ]);
});

test('a Helm template that begins with an action is one document', () => {
  const text = '{{- define "a" -}}{{ .Values.a }}{{- end -}}\n{{- include "a" . }}\n{{ include "b" . }}\n';
  const { problems } = lintTexts([{ uri: 'c/templates/a.yaml', text }]);
  expect(problems).toMatchObject([{ code: 'unrendered-template' }]);
  expect(problems[0]?.message).toMatch(/^This document holds/);
});
