import { type RuleChoice, activeRules } from '../config/activeRules.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { lint } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { FrameworkId } from '../compliance/framework.ts';
import type { Args, Format } from './args.ts';
import type { Terminal } from './terminal.ts';
import { readNamedInputs } from './inputs.ts';
import { readSettings } from './settings.ts';
import { writeReports } from './output.ts';
import { type LintReport, renderLint } from './renderLint.ts';

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
  const active = activeRules(rules, withCompliance(choice, args.compliance));
  const linted = lint(inputs.files, { rules: active, ...analysis });
  const result: LintResult = { ...linted, problems: [...inputs.problems, ...linted.problems] };
  const fails = (finding: Finding): boolean => ranks[finding.severity] >= ranks[args.failOn];
  const shown = args.quiet ? { ...result, findings: result.findings.filter(fails) } : result;
  const files = new Map(inputs.files.map((file) => [file.uri, file]));
  const reported = active.map(({ rule }) => rule);
  const compliance =
    args.compliance === undefined
      ? undefined
      : (await import('../compliance/compliance.ts')).complianceOf(args.compliance, reported, shown.findings);
  const report: LintReport = { result: shown, rules: reported, version, files, compliance, summary: !args.quiet };
  const render = (format: Format, color: boolean): Promise<string> => renderLint(report, format, color);
  await writeReports(args, terminal, render);
  for (const path of inputs.empty) terminal.warn(`No YAML or JSON file in ${path}\n`);
  if (inputs.empty.length === 0 && result.problems.length === 0 && !holdsManifests(linted)) {
    terminal.warn('No Kubernetes manifest found\n');
  }
  if (result.problems.some((problem) => problem.severity === 'error')) return 2;
  return result.findings.some(fails) ? 1 : 0;
}

/** Who asks for the controls of CIS wants every rule that checks one. */
function withCompliance(choice: RuleChoice, framework: FrameworkId | undefined): RuleChoice {
  return framework === 'cis' ? { ...choice, presets: [...choice.presets, 'cis'] } : choice;
}

function holdsManifests({ summary }: LintResult): boolean {
  return summary.documents > 0;
}
