import type { Problem } from '../documents/problem.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Range } from '../text/position.ts';
import { groupBy } from '../lists/groupBy.ts';
import { objectWords } from '../lint/objectWords.ts';
import { detailWords, findingWords, placeOf } from './findingWords.ts';
import { escapeMarkup } from './markup.ts';

interface TestCase {
  readonly outcome: 'passed' | 'skipped' | 'failure' | 'error';
  readonly xml: string;
}

/**
 * The result as JUnit XML: a suite for each file, in it a case for each finding. As readers fail a run for any failure or
 * error, only what makes this one fail is told so: other findings pass, and warnings of what was left out or is read
 * otherwise are skipped. A file without any has one case that passes.
 * @param files names of all files that were looked at.
 * @param fails whether a finding makes the run fail.
 */
export function formatJunit(
  { findings, problems }: LintResult,
  files: Iterable<string>,
  fails: (finding: Finding) => boolean,
): string {
  const names = new Set([...problems.map(({ uri }) => uri), ...findings.map(({ location }) => location.uri), ...files]);
  const problemsOf = groupBy(problems, ({ uri }) => uri);
  const findingsOf = groupBy(findings, ({ location }) => location.uri);
  const suites = [...names].map((name) => {
    const own = [
      ...(problemsOf.get(name) ?? []).map(problemCase),
      ...(findingsOf.get(name) ?? []).map((finding) => findingCase(finding, fails(finding))),
    ];
    return {
      name,
      cases:
        own.length === 0
          ? [testcase({ name: 'no findings', uri: name, range: null, outcome: 'passed', content: '' })]
          : own,
    };
  });
  const counts = countsOf(suites.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'kube-token-lint', ...counts })}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite${attributes({ name, ...countsOf(cases), skipped: count(cases, 'skipped') })}>`,
      ...cases.map(({ xml }) => xml),
      '  </testsuite>',
    ]),
    '</testsuites>\n',
  ].join('\n');
}

function countsOf(cases: readonly TestCase[]): { tests: number; failures: number; errors: number } {
  return { tests: cases.length, failures: count(cases, 'failure'), errors: count(cases, 'error') };
}

function count(cases: readonly TestCase[], wanted: TestCase['outcome']): number {
  return cases.filter(({ outcome }) => outcome === wanted).length;
}

function findingCase(finding: Finding, fails: boolean): TestCase {
  const { ruleId, message, severity, location, resource } = finding;
  const place = placeOf(location.range);
  const first = `${location.uri}:${place}: ${severity}: ${findingWords(finding)}`;
  const text = escapeMarkup([first, ...detailWords(finding)].join('\n'));
  const name = `${ruleId} ${place} ${objectWords(resource)}`;
  const { uri, range } = location;
  return fails
    ? testcase({ name, uri, range, outcome: 'failure', content: element('failure', { message, type: severity }, text) })
    : testcase({ name, uri, range, outcome: 'passed', content: element('system-out', {}, text) });
}

function problemCase({ uri, range, code, message, severity }: Problem): TestCase {
  const name = range === null ? code : `${code} ${placeOf(range)}`;
  const text = escapeMarkup(message);
  return severity === 'error'
    ? testcase({ name, uri, range, outcome: 'error', content: element('error', { message, type: severity }, text) })
    : testcase({ name, uri, range, outcome: 'skipped', content: element('skipped', { message }, text) });
}

interface Case {
  readonly name: string;
  readonly uri: string;
  readonly range: Range | null;
  readonly outcome: TestCase['outcome'];
  /** The element within it; empty for none. */
  readonly content: string;
}

function testcase({ name, uri, range, outcome, content }: Case): TestCase {
  const line = range === null ? {} : { line: range.start.line + 1 };
  const start = `    <testcase${attributes({ name, classname: uri, file: uri, ...line })}`;
  return { outcome, xml: content === '' ? `${start}/>` : `${start}>\n      ${content}\n    </testcase>` };
}

function element(name: string, values: Readonly<Record<string, string>>, text: string): string {
  return `<${name}${attributes(values)}>${text}</${name}>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  // A line break in an attribute would be read as a space.
  const escape = (value: string | number): string => escapeMarkup(String(value)).replaceAll('\n', '&#10;');
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');
}
