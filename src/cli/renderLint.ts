import type { Compliance } from '../compliance/compliance.ts';
import type { SourceFile } from '../documents/document.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { formatJson } from '../reporters/json.ts';
import { formatPretty } from '../reporters/pretty.ts';
import { formatSarif } from '../reporters/sarif.ts';
import type { Rule } from '../rule/rule.ts';
import type { Pieces } from '../text/pieces.ts';
import type { Format } from './commands.ts';

/** What a lint run has to say. */
export interface LintReport {
  readonly result: LintResult;
  /** The rules that ran. */
  readonly rules: readonly Rule[];
  readonly version: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly compliance: Compliance | undefined;
  /** Where it comes from, for formats that are kept. */
  readonly provenance: () => Promise<readonly string[]>;
  /** Whether SARIF holds what is suppressed, too. */
  readonly includeSuppressed: boolean;
  /** Whether to end with a summary. */
  readonly summary: boolean;
  /** Whether a finding makes the run fail. */
  readonly fails: (finding: Finding) => boolean;
}

/** The report in a format, in pieces; those that are seldom asked for are loaded then. */
export async function renderLint(report: LintReport, format: Format, color: boolean): Promise<Pieces> {
  const { result, rules, version, files, compliance, provenance, includeSuppressed, summary, fails } = report;
  switch (format) {
    case 'json':
      return formatJson(result, compliance);
    case 'sarif':
      return formatSarif(result, rules, version, { includeSuppressed });
    case 'github':
      return [(await import('../reporters/github.ts')).formatGithub(result)];
    case 'gitlab':
      return [(await import('../reporters/gitlab.ts')).formatGitlab(result)];
    case 'junit':
      return [(await import('../reporters/junit.ts')).formatJunit(result, files.keys(), fails)];
    case 'markdown':
      return [(await import('../reporters/markdown.ts')).formatMarkdown(result, compliance, await provenance())];
    case 'html':
      return [(await import('../reporters/html.ts')).formatHtml(result, compliance, await provenance())];
    case 'pretty': {
      const text = formatPretty(result, { color, summary, fileOf: (uri) => files.get(uri) });
      if (compliance === undefined) return [text];
      return [text, '\n', (await import('../reporters/controls.ts')).formatControls(compliance)];
    }
  }
}
