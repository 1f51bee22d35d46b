import { activeRules } from '../config/activeRules.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { lint } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { Args, Format } from './args.ts';
import type { Terminal } from './terminal.ts';
import { readNamedInputs } from './inputs.ts';
import { readSettings } from './settings.ts';
import { writeReports } from './output.ts';

const ranks: Record<Severity | 'never', number> = { info: 0, warning: 1, error: 2, never: 3 };

/** Lints and reports; the result is the exit code. */
export async function lintCommand(
  args: Args,
  rules: readonly Rule[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  const inputs = await readNamedInputs(args, terminal);
  const { choice, analysis } = await readSettings(args, terminal);
  const active = activeRules(rules, choice);
  const linted = lint(inputs.files, { rules: active, ...analysis });
  const result: LintResult = { ...linted, problems: [...inputs.problems, ...linted.problems] };
  const fails = (finding: Finding): boolean => ranks[finding.severity] >= ranks[args.failOn];
  const shown = args.quiet ? { ...result, findings: result.findings.filter(fails) } : result;
  const files = new Map(inputs.files.map((file) => [file.uri, file]));
  const render = async (format: Format, color: boolean): Promise<string> => {
    if (format === 'json') return (await import('../reporters/json.ts')).formatJson(shown);
    if (format === 'sarif') {
      const reported = active.map(({ rule }) => rule);
      return (await import('../reporters/sarif.ts')).formatSarif(shown, reported, version);
    }
    const { formatPretty } = await import('../reporters/pretty.ts');
    return formatPretty(shown, { color, summary: !args.quiet, fileOf: (uri) => files.get(uri) });
  };
  await writeReports(args, terminal, render);
  for (const path of inputs.empty) terminal.warn(`No YAML or JSON file in ${path}\n`);
  if (inputs.empty.length === 0 && result.problems.length === 0 && !holdsManifests(linted)) {
    terminal.warn('No Kubernetes manifest found\n');
  }
  if (result.problems.some((problem) => problem.severity === 'error')) return 2;
  return result.findings.some(fails) ? 1 : 0;
}

function holdsManifests({ summary }: LintResult): boolean {
  return summary.documents > 0;
}
