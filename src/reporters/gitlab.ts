import { createHash } from 'node:crypto';
import type { Problem } from '../documents/problem.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Severity } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';
import { detailWords, findingWords } from './findingWords.ts';

const severityOf = { error: 'critical', warning: 'major', info: 'info' } as const satisfies Record<Severity, string>;
const problemSeverityOf = { error: 'critical', warning: 'minor' } as const satisfies Record<
  Problem['severity'],
  string
>;

/** The result as a Code Quality report of GitLab. */
export function formatGitlab({ findings, problems }: LintResult): string {
  const issues = [...problems.map(ofProblem), ...findings.map(ofFinding)];
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

/** What an issue is made of. */
interface Issue {
  readonly check: string;
  readonly description: string;
  readonly severity: string;
  readonly fingerprint: string;
  readonly uri: string;
  readonly range: Range | null;
}

function ofFinding(finding: Finding): object {
  const { ruleId, severity, fingerprint, location } = finding;
  const description = [findingWords(finding), ...detailWords(finding)].join('\n');
  return issue({ check: ruleId, description, severity: severityOf[severity], fingerprint, ...location });
}

/** Problems have no fingerprint of their own: the same text unread is the same problem. */
function ofProblem({ code, message, severity, uri, range }: Problem): object {
  const identity = JSON.stringify([code, uri, message, range]);
  const fingerprint = createHash('sha256').update(identity).digest('hex');
  return issue({
    check: code,
    description: message,
    severity: problemSeverityOf[severity],
    fingerprint,
    uri,
    range,
  });
}

function issue({ check, description, severity, fingerprint, uri, range }: Issue): object {
  const begin = (range?.start.line ?? 0) + 1;
  const lines = { begin, end: range === null ? begin : range.end.line + 1 };
  return { description, check_name: check, fingerprint, severity, location: { path: uri, lines } };
}
