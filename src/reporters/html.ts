import type { Compliance, ControlResult } from '../compliance/compliance.ts';
import { statusWords, subjectWords } from '../compliance/words.ts';
import type { Problem } from '../documents/problem.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Range } from '../text/position.ts';
import { objectWords } from '../lint/objectWords.ts';
import { groupBy } from '../lists/groupBy.ts';
import { fixWords, placeOf } from './findingWords.ts';
import { helpUri } from './helpUri.ts';
import { escapeMarkup as escape, summaryOf } from './markup.ts';
import { skippedTemplates } from './skippedTemplates.ts';
import { acceptedWords, namespaceTable, reasonWords, scopeWords, summaryWords } from './summary.ts';

/**
 * The result as one page that needs nothing else: no script, no address is loaded.
 * @param provenance where it comes from, in sentences.
 */
export function formatHtml(result: LintResult, compliance?: Compliance, provenance: readonly string[] = []): string {
  const files = groupBy(result.findings, ({ location }) => location.uri);
  const body = [
    `<h1>ServiceAccount tokens: ${escape(summaryWords(result))}</h1>`,
    `<p>${escape(scopeWords(result))}.</p>`,
    ...(provenance.length === 0 ? [] : [`<p><small>${provenance.map(escape).join('<br>\n')}</small></p>`]),
    ...problems(result),
    ...namespaces(result),
    ...(compliance === undefined
      ? [...files].flatMap(([uri, findings]) => [`<h2>${escape(uri)}</h2>`, findingList(findings)])
      : controls(compliance)),
    ...(result.suppressed.length === 0
      ? []
      : [`<h2>Accepted: ${escape(acceptedWords(result))}</h2>`, findingList(result.suppressed)]),
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>ServiceAccount tokens: ${escape(summaryWords(result))}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    '</body>',
    '</html>\n',
  ].join('\n');
}

const style = `
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { font-size: 1.2rem; margin-top: 2rem }
li { margin: .6rem 0 }
code, a { overflow-wrap: anywhere }
table { border-collapse: collapse }
th, td { padding: .1rem .8rem .1rem 0; text-align: left; vertical-align: top }
small { opacity: .75 }
.severity { border-radius: .25rem; color: #fff; font-size: .8rem; padding: .1rem .4rem }
.error { background: #b00020 }
.warning { background: #8a5a00 }
.info { background: #1a5fb4 }
`;

function problems(result: LintResult): string[] {
  if (result.problems.length === 0) return [];
  const { skipped, others } = skippedTemplates(result.problems);
  const templates = skipped.flatMap(({ message, byFolder }) => [
    `<p>${badge('warning')} ${escape(message)}</p>`,
    ...byFolder.map((folder) => {
      const places = folder.templates.map(({ uri, range }) => place(uri, range));
      return `<details><summary>${summaryOf(folder.title, folder.command)}</summary>${list(places)}</details>`;
    }),
  ]);
  return ['<h2>Problems</h2>', ...(others.length === 0 ? [] : [problemList(others)]), ...templates];
}

function problemList(problems: readonly Problem[]): string {
  return list(
    problems.map(({ severity, uri, range, message }) => `${badge(severity)} ${place(uri, range)} ${escape(message)}`),
  );
}

function findingList(findings: readonly Finding[]): string {
  return list(
    findings.map((finding) => {
      const { severity, location, message, ruleId, resource, container, template, evidence, confidence } = finding;
      const about = [
        objectWords(resource),
        ...(container === undefined ? [] : [`container ${container}`]),
        ...(template === undefined ? [] : [`template ${template.file}`]),
        `${confidence} confidence`,
      ].join(', ');
      const because = evidence.map((support) => `<li>${escape(support.message)}${where(support.location)}</li>`);
      return [
        `${badge(severity)} ${place(location.uri, location.range)} ${escape(message)}`,
        `<br><small>${escape(about)}, <a href="${escape(helpUri(ruleId))}">${escape(ruleId)}</a></small>`,
        finding.suppressed === undefined ? '' : `<br>Accepted: ${escape(reasonWords(finding))}`,
        ...fixWords(finding).map((words) => `<br>${escape(words)}`),
        because.length === 0 ? '' : `<details><summary>Because</summary><ul>${because.join('')}</ul></details>`,
      ].join('');
    }),
  );
}

function where(location: Finding['location'] | undefined): string {
  return location === undefined ? '' : ` (${place(location.uri, location.range)})`;
}

function controls({ name, url, controls: results, others }: Compliance): string[] {
  return [
    `<h2><a href="${escape(url)}">${escape(name)}</a></h2>`,
    '<p>That the rules found nothing for a control is no proof that it is met; what no rule looks at, or nothing in the input is about, is marked so.</p>',
    table(
      ['control', 'title', 'result'],
      results.map((result) => [
        `<a href="#${escape(result.control.id)}">${escape(result.control.id)}</a>`,
        escape(result.control.title),
        statusWords(result),
      ]),
    ),
    ...results.flatMap((result) => [
      `<h3 id="${escape(result.control.id)}">${escape(`${result.control.id} ${result.control.title}`)}: ${statusWords(result)}</h3>`,
      ...aboutControl(result).map((words) => `<p><small>${escape(words)}.</small></p>`),
      ...(result.findings.length === 0 ? [] : [findingList(result.findings)]),
    ]),
    ...(others.length === 0 ? [] : ['<h3>Findings under no control</h3>', findingList(others)]),
  ];
}

function aboutControl({ control, status }: ControlResult): string[] {
  if (status === 'absent') return [`The input holds no ${subjectWords(control)}`];
  return status === 'unchecked' || control.part === undefined ? [] : [`Checked in part: ${control.part}`];
}

function namespaces(result: LintResult): string[] {
  const { header, rows } = namespaceTable(result);
  const escaped = rows.map((row) => row.map(escape));
  return rows.length === 0 ? [] : ['<h2>Namespaces</h2>', table(header, escaped)];
}

/** @param rows whose cells are HTML already. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((name) => `<th scope="col">${name}</th>`).join('');
  const body = rows.map(([first = '', ...cells]) => {
    const others = cells.map((cell) => `<td>${cell}</td>`).join('');
    return `<tr><th scope="row">${first}</th>${others}</tr>`;
  });
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

function badge(severity: Finding['severity']): string {
  return `<span class="severity ${severity}">${severity}</span>`;
}

function place(uri: string, range: Range | null): string {
  return `<code>${escape(range === null ? uri : `${uri}:${placeOf(range)}`)}</code>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`;
}
