import type { Problem } from '../documents/problem.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Range } from '../text/position.ts';
import { groupBy } from '../lists/groupBy.ts';
import { objectWords } from '../lint/objectWords.ts';
import { becauseWords, findingWords, placeOf } from './findingWords.ts';
import { escapeMarkup } from './markup.ts';

/**
 * The result as JUnit XML: a suite for each file, in it a case for each finding. Findings of severity `info` pass; a
 * file without any has one case that passes. @param files names of all files that were looked at.
 */
export function formatJunit({ findings, problems }: LintResult, files: Iterable<string>): string {
  const names = new Set([...problems.map(({ uri }) => uri), ...findings.map(({ location }) => location.uri), ...files]);
  const problemsOf = groupBy(problems, ({ uri }) => uri);
  const findingsOf = groupBy(findings, ({ location }) => location.uri);
  const suites = [...names].map((name) => suite(name, problemsOf.get(name) ?? [], findingsOf.get(name) ?? []));
  const failures = findings.filter(isFailure).length;
  const counts = { tests: suites.reduce((sum, { tests }) => sum + tests, 0), failures, errors: problems.length };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'kube-token-lint', ...counts })}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>\n',
  ].join('\n');
}

function isFailure({ severity }: Finding): boolean {
  return severity !== 'info';
}

function suite(
  name: string,
  problems: readonly Problem[],
  findings: readonly Finding[],
): { readonly xml: string; readonly tests: number } {
  const cases = [...problems.map(problemCase), ...findings.map(findingCase)];
  if (cases.length === 0)
    cases.push(`    <testcase${attributes({ name: 'no findings', classname: name, file: name })}/>`);
  const counts = {
    tests: cases.length,
    failures: findings.filter(isFailure).length,
    errors: problems.length,
    skipped: 0,
  };
  return {
    xml: [`  <testsuite${attributes({ name, ...counts })}>`, ...cases, '  </testsuite>'].join('\n'),
    tests: cases.length,
  };
}

function findingCase(finding: Finding): string {
  const { ruleId, message, severity, location, resource, evidence } = finding;
  const place = placeOf(location.range);
  const text = [`${location.uri}:${place}: ${severity}: ${findingWords(finding)}`, ...evidence.map(becauseWords)].join(
    '\n',
  );
  const content = isFailure(finding)
    ? `<failure${attributes({ message, type: severity })}>${escapeMarkup(text)}</failure>`
    : `<system-out>${escapeMarkup(text)}</system-out>`;
  return testcase(`${ruleId} ${place} ${objectWords(resource)}`, location.uri, location.range, content);
}

function problemCase({ uri, range, code, message, severity }: Problem): string {
  const content = `<error${attributes({ message, type: severity })}>${escapeMarkup(message)}</error>`;
  return testcase(range === null ? code : `${code} ${placeOf(range)}`, uri, range, content);
}

function testcase(name: string, file: string, range: Range | null, content: string): string {
  const line = range === null ? {} : { line: range.start.line + 1 };
  return `    <testcase${attributes({ name, classname: file, file, ...line })}>\n      ${content}\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  // A line break in an attribute would be read as a space.
  const escape = (value: string | number): string => escapeMarkup(String(value)).replaceAll('\n', '&#10;');
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');
}
