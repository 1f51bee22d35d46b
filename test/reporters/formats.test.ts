import { Ajv2020 } from 'ajv/dist/2020.js';
import { DOMParser, type Element } from '@xmldom/xmldom';
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { complianceOf } from '../../src/compliance/compliance.ts';
import { lintTexts, rules } from '../../src/index.ts';
import type { Finding, LintResult } from '../../src/lint/finding.ts';
import { findingWords } from '../../src/reporters/findingWords.ts';
import { formatGithub } from '../../src/reporters/github.ts';
import { formatGitlab } from '../../src/reporters/gitlab.ts';
import { formatHtml } from '../../src/reporters/html.ts';
import { formatJunit } from '../../src/reporters/junit.ts';
import { escapeMarkup } from '../../src/reporters/markup.ts';
import { formatPretty } from '../../src/reporters/pretty.ts';
import { formatMarkdown } from '../../src/reporters/markdown.ts';
import { printable } from '../../src/text/printable.ts';
import { type Input, inputSets, factsOf } from '../support/inputs.ts';
import { jwt, jwtPieces, pod } from '../support/manifests.ts';

/** Names that every format must escape. */
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  ']]>&amp;%0A::error::x',
  '[a](javascript:x) | `b` *c* ![d](e)',
  'x,line=1: y%2C',
  'a\\u001b[31m\\u0007\\uffff\\ud800',
].map((name) => name.replaceAll('"', '\\"'));

const sets: readonly (readonly [string, readonly Input[]])[] = [
  ...inputSets,
  [
    'hostile names',
    hostile.map((name, index) => ({
      uri: `${String(index)} ${name}.yaml`,
      text: pod('a').replace('name: a\n', `name: "${name}"\n`).replace('- name: a', `- name: "${name}"`),
    })),
  ],
];

function lint(inputs: readonly Input[]): LintResult {
  return lintTexts(inputs, { preset: 'strict' });
}

/** As without `--fail-on`. */
const isWarning = ({ severity }: Finding): boolean => severity !== 'info';

const count = ({ findings, problems }: LintResult): number => findings.length + problems.length;

describe('workflow commands', () => {
  /** As the runner of GitHub Actions reads a line of output. */
  function read(line: string): { command: string; properties: Map<string, string>; message: string } | undefined {
    const [, command = '', list = '', data = ''] = /^::([a-z]+) (.*?)::(.*)$/.exec(line) ?? [];
    const decode = (text: string): string =>
      text
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%');
    const properties = new Map(
      list.split(',').map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        return [name, decode(value)];
      }),
    );
    return command === '' ? undefined : { command, properties, message: decode(data) };
  }

  test.each(sets)('of %s are read as they were meant', (_name, inputs) => {
    const result = lint(inputs);
    const lines = formatGithub(result).split('\n').slice(0, -1);
    expect(lines).toHaveLength(count(result));
    for (const [index, finding] of result.findings.entries()) {
      const { location, severity, ruleId } = finding;
      const errors = result.problems.filter((problem) => problem.severity === 'error').length;
      const command = read(lines[errors + index] ?? '');
      expect(command?.command).toBe({ error: 'error', warning: 'warning', info: 'notice' }[severity]);
      expect(command?.message.split('\n')[0]).toBe(printable(findingWords(finding)));
      expect(command?.properties.get('file')).toBe(location.uri);
      expect(command?.properties.get('title')).toBe(`kube-token-lint ${ruleId}`);
      expect(command?.properties.get('line')).toBe(String(location.range.start.line + 1));
      expect(Number(command?.properties.get('endColumn'))).toBeGreaterThanOrEqual(
        Number(command?.properties.get('col')),
      );
    }
  });
});

describe('Code Quality reports', () => {
  // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  const schema = {
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', pattern: '^[a-z]+(?:-[a-z]+)*$' },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^(?!\\./|/)' },
            lines: {
              type: 'object',
              required: ['begin'],
              properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  };
  const validate = new Ajv2020().compile<{ fingerprint: string }[]>(schema);

  test.each(sets)('of %s follow the documented form, and no fingerprint repeats', (_name, inputs) => {
    const result = lint(inputs);
    const issues: unknown = JSON.parse(formatGitlab(result));
    if (!validate(issues)) throw new Error(JSON.stringify(validate.errors));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(count(result));
  });
});

test('templates that are not rendered take nobody’s place among the first annotations', () => {
  const result = lint([
    { uri: 't.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata: { name: {{ .Values.name }} }\n' },
    { uri: 'u.yaml', text: 'kind: Pod\na: {\n' },
    { uri: 'v.yaml', text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }\n' },
  ]);
  const titles = Array.from(formatGithub(result).matchAll(/title=kube-token-lint ([\w-]+)/g), ([, title]) => title);
  expect([titles[0], titles.at(-1)]).toEqual(['yaml-syntax', 'unrendered-template']);
  expect(titles.length).toBeGreaterThan(2);
  expect(formatGitlab(result)).toMatch(
    /"check_name": "unrendered-template",\s*"fingerprint": "\w+",\s*"severity": "minor"/,
  );
});

describe('JUnit XML', () => {
  /** @throws ParseError for XML that is not well-formed. */
  function elementsOf(xml: string): (name: string) => Element[] {
    const onError = (level: string, message: string): void => {
      if (level !== 'warning') throw new Error(message);
    };
    const page = new DOMParser({ onError }).parseFromString(xml, 'text/xml');
    return (name) => [...page.getElementsByTagName(name)];
  }

  test.each(sets)('of %s is well-formed, and its counts are right', (_name, inputs) => {
    const result = lint(inputs);
    const uris = inputs.map(({ uri }) => uri);
    const xml = formatJunit(result, uris, isWarning);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u);
    const elements = elementsOf(xml);
    const { length } = elements('testcase');
    const counts = { tests: length, failures: elements('failure').length, errors: elements('error').length };
    for (const [name, count] of Object.entries(counts)) {
      expect(elements('testsuites')[0]?.getAttribute(name), name).toBe(String(count));
    }
    expect(counts.failures).toBe(result.summary.errors + result.summary.warnings);
    expect(counts.errors).toBe(result.problems.filter(({ severity }) => severity === 'error').length);
    expect(elements('skipped')).toHaveLength(result.problems.length - counts.errors);
    expect(elements('system-out')).toHaveLength(result.summary.infos);
    const suites = elements('testsuite');
    expect(suites.map((suite) => suite.getAttribute('name')).sort()).toEqual(uris.map((uri) => printable(uri)).sort());
    for (const suite of suites) {
      for (const [name, tag] of [
        ['tests', 'testcase'],
        ['failures', 'failure'],
        ['errors', 'error'],
        ['skipped', 'skipped'],
      ] as const) {
        expect(suite.getAttribute(name), name).toBe(String(suite.getElementsByTagName(tag).length));
      }
    }
    expect(elements('failure').map((failure) => failure.getAttribute('message'))).toEqual(
      expect.arrayContaining(
        result.findings.filter(({ severity }) => severity !== 'info').map(({ message }) => xmlText(message)),
      ),
    );
  });

  function xmlText(text: string): string {
    return printable(text).replaceAll(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd');
  }
});

describe('Markdown', () => {
  const markdown = new MarkdownIt({ html: true });

  test.each(sets)('of %s holds the tables that were meant, and no markup of the input', (_name, inputs) => {
    const result = lint(inputs);
    for (const compliance of [undefined, complianceOf('cis', rules, result, factsOf(inputs))]) {
      const tokens = markdown.parse(formatMarkdown(result, compliance), {});
      const inline = tokens.flatMap(({ children }) => children ?? []);
      expect(tokens.filter(({ type }) => type === 'html_block')).toEqual([]);
      expect(inline.filter(({ type, content }) => type === 'html_inline' && content !== '<br>')).toEqual([]);
      const links = inline.filter(({ type }) => type === 'link_open').map((link) => String(link.attrGet('href')));
      expect(links.filter((link) => !/^https:\/\/(?:github|www\.cisecurity)\./.test(link))).toEqual([]);
      expect(inline.filter(({ type }) => ['image', 'code_inline', 'em_open', 'strong_open'].includes(type))).toEqual(
        [],
      );
      const cells = tokens.filter(({ type }) => type === 'td_open').length;
      const five = result.findings.length * 5;
      const namespaces = new Set(result.findings.map(({ resource }) => resource.namespace ?? '')).size;
      const least = five + result.problems.length * 3 + (namespaces > 1 ? namespaces * 5 : 0);
      expect(cells).toBeGreaterThanOrEqual(least);
      if (compliance === undefined) expect(cells).toBe(least);
    }
  });
});

test('Markdown and HTML count what was found by namespace, where all of it is listed', () => {
  const podIn = (namespace: string): string => pod('a').replace('  name: a', `  name: a\n  namespace: ${namespace}`);
  const texts = ['one', 'two'].map((name) => ({ uri: `${name}.yaml`, text: podIn(name) }));
  const result = lintTexts([...texts, { uri: 'none.yaml', text: pod('a') }], { rules: { 'account-default': 'error' } });
  const accepted = result.findings.filter(({ resource }) => resource.namespace === 'two');
  const findings = result.findings.filter((finding) => !accepted.includes(finding));
  const suppressed = accepted.map((finding) => ({
    ...finding,
    suppressed: { kind: 'inSource' as const, reason: 'a' },
  }));
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const summary = {
    ...result.summary,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suppressed: suppressed.length,
  };
  const shown = { ...result, findings, suppressed, summary };
  const [each, infos] = [String(summary.errors / 2), String(summary.infos / 2)];
  expect(formatMarkdown(shown)).toContain(
    [
      '| namespace | errors | warnings | infos | accepted |',
      '| --- | --- | --- | --- | --- |',
      `| (none written, or of the cluster) | ${each} | 0 | ${infos} | 0 |`,
      `| one | ${each} | 0 | ${infos} | 0 |`,
      `| two | 0 | 0 | 0 | ${String(suppressed.length)} |`,
    ].join('\n'),
  );
  expect(formatHtml(shown)).toContain(`<tr><th scope="row">one</th><td>${each}</td>`);
  for (const format of [formatMarkdown, formatHtml]) {
    expect(format({ ...shown, findings: findings.slice(1) })).not.toContain('Namespaces');
    expect(format({ ...shown, findings: [], suppressed, summary: { ...summary, errors: 0, infos: 0 } })).not.toContain(
      'Namespaces',
    );
  }
});

describe('HTML', () => {
  type Node = DefaultTreeAdapterTypes.Node;

  function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
    if ('tagName' in node) yield node;
    if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
  }

  test.each(sets)('of %s parses without errors and holds only elements of its own', (_name, inputs) => {
    const result = lint(inputs);
    for (const compliance of [undefined, complianceOf('nsa', rules, result, factsOf(inputs))]) {
      const errors: string[] = [];
      const page = parse(formatHtml(result, compliance), { onParseError: ({ code }) => errors.push(code) });
      expect(errors).toEqual([]);
      const all = [...elements(page)];
      const names = new Set(all.map(({ tagName }) => tagName));
      for (const name of ['script', 'img', 'iframe', 'object', 'link', 'base', 'form'])
        expect(names).not.toContain(name);
      const attributes = all.flatMap(({ attrs }) => attrs);
      expect(attributes.filter(({ name }) => name.startsWith('on') || name === 'src' || name === 'style')).toEqual([]);
      const ids = attributes.flatMap(({ name, value }) => (name === 'id' ? [`#${value}`] : []));
      expect(new Set(ids).size).toBe(ids.length);
      const links = attributes.flatMap(({ name, value }) => (name === 'href' ? [value] : []));
      expect(links.filter((link) => !link.startsWith('https://') && !ids.includes(link))).toEqual([]);
      expect(ids.filter((id) => !links.includes(id) || /\s/.test(id))).toEqual([]);
      const badges = all.filter(({ attrs }) => attrs.some(({ value }) => value.startsWith('severity ')));
      expect(badges.length).toBeGreaterThanOrEqual(count(result));
    }
  });
});

describe('what a finding is about', () => {
  const deployment = (namespace: string): string => `---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'registry.example/web:1' }] }
`;
  const inputs = [{ uri: 'stdin', text: deployment('a') + deployment('b') }];
  const result = lintTexts(inputs);
  const compliance = complianceOf('cis', rules, result, factsOf(inputs));
  const accepted = { ...result, findings: [], suppressed: result.findings };
  const about = ['Deployment a/web', 'Deployment b/web', 'template shop/templates/web.yaml'];
  const because = [/\bstdin:10:\d+\b/, /\bmedium confidence\b/];

  test.each([
    ['pretty', formatPretty(result, { color: false, summary: false, fileOf: () => undefined }), because],
    ['github', formatGithub(result).replaceAll('%3A', ':'), because],
    ['gitlab', formatGitlab(result), because],
    ['junit', formatJunit(result, [], isWarning), because],
    ['markdown', formatMarkdown(result), because],
    ['markdown by controls', formatMarkdown(result, compliance), because],
    ['markdown of what is accepted', formatMarkdown(accepted), because],
    ['html', formatHtml(result), because],
  ])('is told by %s, and where what supports it lies', (_format, text, reasons) => {
    for (const words of about) expect(text).toContain(words);
    for (const words of reasons) expect(text).toMatch(words);
  });

  test('is told by the name of a JUnit test case, as lists show no more', () => {
    expect(formatJunit(result, [], isWarning)).toMatch(/<testcase name="automount-unused \d+:\d+ Deployment b\/web"/);
  });
});

test('what to change is told by every format, where a fix knows', () => {
  const [before, after] = [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  serviceAccount: a\n',
    '  containers: []\n',
  ];
  const result = lint([{ uri: 'a.yaml', text: before + after }]);
  const { fixes } = result.findings.find(({ ruleId }) => ruleId === 'legacy-account-field') ?? {};
  const words = `fix (safe): ${fixes?.[0]?.title ?? '?'}`;
  expect(words).toMatch(/serviceAccountName$/);
  const texts = [formatGithub(result), formatGitlab(result), formatHtml(result), formatJunit(result, [], isWarning)];
  for (const text of [...texts, formatMarkdown(result).replaceAll('\\', '')]) expect(text).toContain(words);
  const { findings } = lint([{ uri: 'a.yaml', text: before.replace('Account: a', 'AccountName: a') + after }]);
  const without = { ...result, findings: findings.map((finding) => ({ ...finding, fixes: [] })) };
  for (const format of [formatGithub, formatGitlab, formatHtml, formatMarkdown]) {
    expect(format(without)).not.toMatch(/\bfix\b/);
  }
});

test('markup escapes what ends a text or an attribute of either quote', () => {
  expect(escapeMarkup(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
});

test('no format shows a token', () => {
  const text = pod('a').replace('name: a\n', `name: ${jwt}\n`).replace('- name: a', `- name: ${jwt}`);
  const result = lint([{ uri: 'a.yaml', text }]);
  expect(result.findings.length).toBeGreaterThan(0);
  for (const format of [formatGithub, formatGitlab, formatMarkdown, formatHtml]) {
    for (const piece of jwtPieces) expect(format(result)).not.toContain(piece);
  }
  for (const piece of jwtPieces) expect(formatJunit(result, ['a.yaml'], isWarning)).not.toContain(piece);
});
