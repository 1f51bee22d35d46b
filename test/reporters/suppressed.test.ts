import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result } from 'sarif';
import { expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { type LintResult, lintTexts } from '../../src/index.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { formatGithub } from '../../src/reporters/github.ts';
import { formatGitlab } from '../../src/reporters/gitlab.ts';
import { formatHtml } from '../../src/reporters/html.ts';
import { formatJson } from '../../src/reporters/json.ts';
import { formatJunit } from '../../src/reporters/junit.ts';
import { formatMarkdown } from '../../src/reporters/markdown.ts';
import { formatPretty } from '../../src/reporters/pretty.ts';
import { formatSarif } from '../../src/reporters/sarif.ts';
import { githubProblems } from '../support/github.ts';
import { readOutput } from '../support/jsonOutput.ts';
import { sarifSchema } from '../support/multitool.ts';

const pod = (name: string, account: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  ${account}\n  automountServiceAccountToken: false\n  containers: [{ name: a, image: a }]\n`;
const inputs = [
  {
    uri: 'a.yaml',
    text: pod('one', 'serviceAccount: a # kube-token-lint-disable-line legacy-account-field -- <b>old</b>'),
  },
  { uri: 'b.yaml', text: pod('two', 'serviceAccount: a # kube-token-lint-disable-line legacy-account-field') },
  { uri: 'c.yaml', text: pod('three', 'serviceAccount: a') },
  { uri: 'd.yaml', text: pod('four', 'serviceAccount: a') },
];

/** One new finding, one in a baseline, one suppressed with a reason and one without. */
function result(): LintResult {
  const all = lintTexts(inputs, { rules: { 'suppression-without-reason': 'off' } });
  const isNew = ({ location }: Finding): boolean => location.uri === 'd.yaml';
  const baselined = all.findings
    .filter((finding) => !isNew(finding))
    .map((finding) => ({ ...finding, suppressed: { kind: 'external' as const, reason: 'until | autumn' } }));
  return {
    ...all,
    findings: all.findings.filter(isNew),
    suppressed: [...all.suppressed, ...baselined],
    summary: { ...all.summary, warnings: 0, infos: 1, baselined: baselined.length },
  };
}

const isLog = new Ajv2020({ strict: false, validateFormats: false }).compile<Log>(Object(sarifSchema));

function sarif(shown: LintResult, includeSuppressed: boolean): { log: Log; results: Result[] } {
  const log: unknown = JSON.parse([...formatSarif(shown, rules, '1.0.0', { includeSuppressed })].join(''));
  if (!isLog(log)) throw new Error(JSON.stringify(isLog.errors?.slice(0, 3)));
  return { log, results: log.runs[0]?.results ?? [] };
}

test('SARIF leaves out what is suppressed, as code scanning would raise alerts for it', () => {
  const { log, results } = sarif(result(), false);
  expect(githubProblems(log, inputs)).toEqual([]);
  expect(results.map(({ baselineState, suppressions }) => [baselineState, suppressions])).toEqual([['new', undefined]]);
});

test('SARIF with what is suppressed marks every result', () => {
  const { log, results } = sarif(result(), true);
  expect(results.map(({ baselineState, suppressions }) => [baselineState, suppressions])).toEqual([
    ['new', []],
    ['new', [{ kind: 'inSource', justification: '<b>old</b>' }]],
    ['new', [{ kind: 'inSource' }]],
    ['unchanged', [{ kind: 'external', justification: 'until | autumn' }]],
  ]);
  expect(githubProblems(log, inputs)).toEqual(['a suppressed result, which becomes an alert']);
  const { baselined, ...summary } = result().summary;
  expect(baselined).toBe(1);
  const without = sarif({ ...result(), summary }, true).results;
  expect(without.map(({ baselineState }) => baselineState)).toEqual(Array(4).fill(undefined));
});

test('JSON lists it apart, with its reason', () => {
  const output = readOutput([...formatJson(result())].join(''));
  expect(output.findings.map(({ file }) => file)).toEqual(['d.yaml']);
  expect(output.suppressed?.map(({ file, suppression }) => [file, suppression])).toEqual([
    ['a.yaml', { kind: 'inSource', reason: '<b>old</b>' }],
    ['b.yaml', { kind: 'inSource', reason: '' }],
    ['c.yaml', { kind: 'external', reason: 'until | autumn' }],
  ]);
  expect(output.summary).toMatchObject({ infos: 1, suppressed: 2, baselined: 1 });
  const plain = readOutput(
    [...formatJson(lintTexts([{ uri: 'd.yaml', text: pod('four', 'serviceAccount: a') }]))].join(''),
  );
  expect([plain.suppressed, plain.summary['baselined']]).toEqual([undefined, undefined]);
});

test('the report for people ends with how much it is', () => {
  const text = formatPretty(result(), { color: false, summary: true, fileOf: () => undefined });
  expect(text).not.toContain('a.yaml');
  const [summary, advice] = text.trimEnd().split('\n').slice(-2);
  expect(summary).toMatch(/^1 info \(.*\); 1 with a fix; 2 suppressed, 1 in the baseline$/);
  expect(advice).toBe('Why it matters and what to do: kube-token-lint explain RULE');
  const options = { color: false, fileOf: () => undefined };
  expect(formatPretty(result(), { ...options, summary: false })).not.toContain('explain');
  expect(formatPretty({ ...result(), findings: [] }, { ...options, summary: true })).not.toContain('explain');
});

test('auditors see each with its reason', () => {
  const markdown = formatMarkdown(result());
  expect(markdown).toContain('## Accepted: 2 suppressed, 1 in the baseline');
  expect(markdown).toContain('| \\<b\\>old\\</b\\> (suppressed) |');
  expect(markdown).toContain('| no reason given (suppressed) |');
  expect(markdown).toContain('| until \\| autumn (baseline) |');
  const html = formatHtml(result());
  expect(html).toContain('<h2>Accepted: 2 suppressed, 1 in the baseline</h2>');
  expect(html).toContain('Accepted: &lt;b&gt;old&lt;/b&gt; (suppressed)');
  expect(html).toContain('Accepted: until | autumn (baseline)');
});

test('formats whose entries people must act on leave it out', () => {
  for (const text of [formatGithub(result()), formatGitlab(result())]) {
    expect(text).toContain('d.yaml');
    expect(text).not.toMatch(/[abc]\.yaml/);
  }
  expect(formatJunit(result(), [], () => true).match(/<testcase /g)).toHaveLength(1);
});
