import type { Problem } from '../documents/problem.ts';
import type { LintResult } from '../lint/finding.ts';
import type { Severity } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';
import { printable } from '../text/printable.ts';
import { detailWords, findingWords } from './findingWords.ts';

const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>;

/** The result as workflow commands of GitHub Actions, which become annotations. */
export function formatGithub({ findings, problems }: LintResult): string {
  const ofProblems = (wanted: Problem['severity']): string[] =>
    problems.flatMap(({ code, ...problem }) =>
      problem.severity === wanted ? [command({ ...problem, title: code })] : [],
    );
  // GitHub shows the first ten of a step: each template of a chart that is not rendered is a warning.
  const commands = [
    ...ofProblems('error'),
    ...findings.map((finding) => {
      const { severity, location, ruleId } = finding;
      const message = [findingWords(finding), ...detailWords(finding)].join('\n');
      return command({ severity, ...location, title: ruleId, message });
    }),
    ...ofProblems('warning'),
  ];
  return commands.map((line) => `${line}\n`).join('');
}

interface Annotation {
  readonly severity: Severity;
  readonly uri: string;
  readonly range: Range | null;
  readonly title: string;
  readonly message: string;
}

function command({ severity, uri: file, range, title, message }: Annotation): string {
  const place =
    range === null
      ? {}
      : {
          line: range.start.line + 1,
          endLine: range.end.line + 1,
          col: range.start.character + 1,
          // Its end column is the last one, not the one behind.
          endColumn: Math.max(range.start.character + 1, range.end.character),
        };
  const properties = Object.entries({ file, ...place, title: `kube-token-lint ${title}` });
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${commandOf[severity]} ${list}::${escapeData(message)}`;
}

/** As `@actions/core` escapes what it prints. */
function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
