import { type RuleChoice, activeRules } from '../config/activeRules.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { lint } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { SourceFile } from '../documents/document.ts';
import type { FrameworkId } from '../compliance/framework.ts';
import type { Inputs } from '../inputs/readInputs.ts';
import type { FixLevel } from '../lint/applyFixes.ts';
import type { Args, Format, Output } from './args.ts';
import type { FixOutcome } from './fix.ts';
import type { Terminal } from './terminal.ts';
import { readNamedInputs } from './inputs.ts';
import { readSettings } from './settings.ts';
import { writeFixes, writeReports } from './output.ts';
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
  const lintAll = (texts: readonly SourceFile[]): LintResult =>
    lint(texts, { rules: active, known: rules.map(({ meta }) => meta.id), ...analysis });
  const first = lintAll(inputs.files);
  const fixes = args.fix === undefined ? undefined : await fixFiles(args, args.fix, inputs, first, lintAll, terminal);
  const linted = fixes?.result ?? first;
  const problems = [...inputs.problems, ...linted.problems, ...(fixes?.problems ?? [])];
  const result: LintResult = { ...linted, problems };
  const fails = (finding: Finding): boolean => ranks[finding.severity] >= ranks[args.failOn];
  const shown = args.quiet
    ? { ...result, findings: result.findings.filter(fails), suppressed: result.suppressed.filter(fails) }
    : result;
  const files = new Map((fixes?.files ?? inputs.files).map((file) => [file.uri, file]));
  const reported = active.map(({ rule }) => rule);
  const compliance =
    args.compliance === undefined
      ? undefined
      : (await import('../compliance/compliance.ts')).complianceOf(args.compliance, reported, result.findings);
  const report: LintReport = {
    result: shown,
    rules: reported,
    version,
    files,
    compliance,
    includeSuppressed: args.includeSuppressed,
    summary: !args.quiet,
  };
  const render = (format: Format, color: boolean): Promise<string> => renderLint(report, format, color);
  // The diff of a dry run takes the place of the report for people.
  const isShown = ({ format, file }: Output): boolean => !args.fixDryRun || format !== 'pretty' || file !== undefined;
  await writeReports({ ...args, outputs: args.outputs.filter(isShown) }, terminal, render);
  if (fixes !== undefined) await writeFixes(fixes, args, terminal);
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

async function fixFiles(
  args: Args,
  level: FixLevel,
  inputs: Inputs,
  result: LintResult,
  lintAll: (files: readonly SourceFile[]) => LintResult,
  { cwd }: Terminal,
): Promise<FixOutcome> {
  const stdin = args.positionals.includes('-') ? args.stdinFilename : undefined;
  const { fix } = await import('./fix.ts');
  return fix(inputs.files, result, { cwd, level, dryRun: args.fixDryRun, stdin, lint: lintAll });
}

function holdsManifests({ summary }: LintResult): boolean {
  return summary.documents > 0;
}
