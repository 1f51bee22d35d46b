import type { Compliance, ControlResult } from '../compliance/compliance.ts';
import { statusWords, subjectWords } from '../compliance/words.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { objectWords } from '../lint/objectWords.ts';
import { groupBy } from '../lists/groupBy.ts';
import { detailWords, messageWords, placeOf } from './findingWords.ts';
import { helpUri } from './helpUri.ts';
import { escapeMarkdown as escape, markdownList, markdownProblems, markdownTable as table } from './markup.ts';
import { acceptedWords, namespaceTable, reasonWords, scopeWords, summaryWords } from './summary.ts';

/**
 * The result for merge requests and auditors: by file, or by the controls of a framework.
 * @param provenance where it comes from, in sentences.
 */
export function formatMarkdown(
  result: LintResult,
  compliance?: Compliance,
  provenance: readonly string[] = [],
): string {
  const blocks = [
    `# ServiceAccount tokens: ${summaryWords(result)}`,
    `${scopeWords(result)}.`,
    ...markdownList(provenance),
    ...markdownProblems(result.problems),
    ...namespaces(result),
    ...(compliance === undefined ? byFile(result.findings) : byControl(compliance)),
    ...accepted(result),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function namespaces(result: LintResult): string[] {
  const { header, rows } = namespaceTable(result);
  return rows.length === 0
    ? []
    : [
        '## Namespaces',
        table(
          header,
          rows.map((row) => row.map(escape)),
        ),
      ];
}

/** For auditors: what somebody decided to live with, and why. */
function accepted(result: LintResult): string[] {
  if (result.suppressed.length === 0) return [];
  const rows = result.suppressed.map((finding) => [...findingRow(finding, true), escape(reasonWords(finding))]);
  return [`## Accepted: ${acceptedWords(result)}`, table([...columns, 'reason'], rows)];
}

function byFile(findings: readonly Finding[]): string[] {
  const files = groupBy(findings, ({ location }) => location.uri);
  return [...files].flatMap(([uri, own]) => [`## ${escape(uri)}`, findingsTable(own, false)]);
}

function byControl({ name, url, controls, others }: Compliance): string[] {
  const overview = controls.map((result) => [
    escape(result.control.id),
    `[${escape(result.control.title)}](${result.control.url})`,
    statusWords(result),
  ]);
  return [
    `## [${escape(name)}](${url})`,
    'That the rules found nothing for a control is no proof that it is met; what no rule looks at, or nothing in the input is about, is marked so.',
    table(['control', 'title', 'result'], overview),
    ...controls.flatMap(section),
    ...(others.length === 0 ? [] : ['### Findings under no control', findingsTable(others, true)]),
  ];
}

function section(result: ControlResult): string[] {
  const { control, status, rules, findings, accepted } = result;
  const heading = `### ${escape(`${control.id} ${control.title}`)}`;
  if (status === 'unchecked') return [heading, 'No rule of this run looks at it.'];
  if (status === 'absent') return [heading, `Nothing to check: the input holds no ${subjectWords(control)}.`];
  const part = control.part === undefined ? '' : ` in part (${escape(control.part)})`;
  const checked = `Checked${part} by ${rules.map((id) => `[${id}](${helpUri(id)})`).join(', ')}.`;
  const none = accepted.length === 0 ? 'No findings.' : `No findings, ${String(accepted.length)} accepted (see below).`;
  return [heading, checked, findings.length === 0 ? none : findingsTable(findings, true)];
}

function findingsTable(findings: readonly Finding[], named: boolean): string {
  return table(
    columns,
    findings.map((finding) => findingRow(finding, named)),
  );
}

const columns = ['severity', 'place', 'object', 'finding', 'rule'];

function findingRow(finding: Finding, named: boolean): string[] {
  const { severity, location, resource, template, ruleId } = finding;
  const object = [objectWords(resource), ...(template === undefined ? [] : [`in template ${template.file}`])];
  return [
    severity,
    escape(named ? `${location.uri}:${placeOf(location.range)}` : placeOf(location.range)),
    object.map(escape).join('<br>'),
    [messageWords(finding), ...detailWords(finding)].map(escape).join('<br>'),
    `[${ruleId}](${helpUri(ruleId)})`,
  ];
}
