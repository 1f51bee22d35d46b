import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import type { Problem } from '../documents/problem.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Folder } from './folder.ts';

const source = 'kube-token-lint';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** What the client can show of a diagnostic. */
export interface DiagnosticSupport {
  readonly relatedInformation: boolean;
  readonly tags: boolean;
}

/** What is reported of one file. */
export type Reported = Pick<LintResult, 'findings' | 'problems'>;

export function diagnosticsOf(reported: Reported, folder: Folder, support: DiagnosticSupport): Diagnostic[] {
  return [
    ...reported.findings.flatMap((finding) => ofFinding(finding, folder, support) ?? []),
    ...reported.problems.map(ofProblem),
  ];
}

function ofFinding(finding: Finding, folder: Folder, support: DiagnosticSupport): Diagnostic | undefined {
  const place = folder.place(finding.location);
  if (place === undefined) return undefined;
  const related = finding.evidence.flatMap(({ message, location }) => {
    const shown = folder.place(location ?? finding.location);
    return shown === undefined ? [] : [{ message, location: { uri: folder.uriOf(shown.uri), range: shown.range } }];
  });
  const because = finding.evidence.map(({ message }) => `\n- ${message}`).join('');
  return {
    range: place.range,
    severity: severities[finding.severity],
    code: finding.ruleId,
    codeDescription: { href: helpUri(finding.ruleId) },
    source,
    message: support.relatedInformation ? finding.message : `${finding.message}${because}`,
    ...(support.tags && finding.ruleId.startsWith('legacy-') ? { tags: [DiagnosticTag.Deprecated] } : {}),
    ...(support.relatedInformation ? { relatedInformation: related } : {}),
    data: { fingerprint: finding.fingerprint },
  };
}

/** A chart's template is nothing to mend, and its charts are full of them: that it was skipped is a hint. */
function ofProblem({ range, code, severity, message }: Problem): Diagnostic {
  return {
    range: range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: code === 'unrendered-template' ? DiagnosticSeverity.Hint : severities[severity],
    code,
    source,
    message,
  };
}
