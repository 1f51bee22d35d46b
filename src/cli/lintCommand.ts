import { resolve } from 'node:path';
import { type RuleChoice, activeRules } from '../config/activeRules.ts';
import type { Facts } from '../facts/facts.ts';
import { analyze } from '../lint/analyze.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { check } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { SourceFile } from '../documents/document.ts';
import type { FrameworkId } from '../compliance/frameworkIds.ts';
import type { Config } from '../config/config.ts';
import { findBaseline } from '../inputs/findBaseline.ts';
import type { Inputs } from '../inputs/readInputs.ts';
import type { FixLevel } from '../lint/applyFixes.ts';
import type { Args } from './args.ts';
import type { Format } from './commands.ts';
import type { Output } from './outputs.ts';
import type { Pieces } from '../text/pieces.ts';
import type { Baseline, BaselineOutcome } from './baseline.ts';
import type { BaselineRun } from './baselineScope.ts';
import type { FixOutcome } from './fix.ts';
import type { Terminal } from './terminal.ts';
import { chartNotes, readNamedInputs, unbuiltNotes, warnOfNothing } from './inputs.ts';
import { isUsual, setAsUsual } from './engine.ts';
import { readRunSettings } from './settings.ts';
import { writeFixes, writeReports } from './output.ts';
import { type LintReport, renderLint } from './renderLint.ts';

const ranks: Record<Severity | 'never', number> = { info: 0, warning: 1, error: 2, never: 3 };

/** Lints and reports; the result is the exit code. */
export async function lintCommand(
  args: Args,
  ownRules: readonly Rule[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  const settings = await readRunSettings(args, terminal);
  const inputs = await readNamedInputs(args, settings, terminal);
  const { analysis, config, plugins } = settings;
  const rules = [...ownRules, ...plugins.rules];
  const choice = withCompliance(settings.choice, args.compliance);
  const active = activeRules(rules, choice);
  const known = rules.map(({ meta }) => meta.id);
  const factsOf = new WeakMap<LintResult, Facts>();
  const lintAll = (texts: readonly SourceFile[]): LintResult => {
    const analysed = analyze(texts, analysis);
    const found = check(analysed, { rules: active, known, ...analysis });
    // Only where they are needed: the facts of a large input take much memory.
    if (args.compliance !== undefined) factsOf.set(found, analysed.model.facts);
    return found;
  };
  const baseline = await openBaseline(args, terminal, config);
  const first = lintAll(inputs.files);
  const fixes = args.fix === undefined ? undefined : await fixFiles(args, args.fix, inputs, first, lintAll, terminal);
  const linted = fixes?.result ?? first;
  const problems = [...inputs.problems, ...linted.problems, ...(fixes?.problems ?? []), ...plugins.failures];
  const files = fixes?.files ?? inputs.files;
  const runs = (id: string): boolean => active.some(({ rule }) => rule.meta.id === id) || !known.includes(id);
  const compared = await compare({ args, cwd: terminal.cwd, files, result: { ...linted, problems }, runs }, baseline);
  const { result } = compared;
  const fails = (finding: Finding): boolean => ranks[finding.severity] >= ranks[args.failOn];
  const shown = args.quiet
    ? { ...result, findings: result.findings.filter(fails), suppressed: result.suppressed.filter(fails) }
    : result;
  const reported = active.map(({ rule }) => rule);
  const facts = factsOf.get(linted);
  const compliance =
    args.compliance &&
    facts &&
    (await import('../compliance/compliance.ts')).complianceOf(args.compliance, reported, result, facts);
  const unseen = [...chartNotes(linted.charts), ...unbuiltNotes(linted.unbuilt)];
  const report: LintReport = {
    result: shown,
    rules: reported,
    version,
    files: new Map(files.map((file) => [file.uri, file])),
    compliance,
    provenance: async () =>
      (await import('./provenance.ts')).provenanceOf(
        args,
        settings,
        { choice, baseline: baseline?.name, unseen },
        { version, cwd: terminal.cwd },
      ),
    includeSuppressed: args.includeSuppressed,
    summary: !args.quiet,
    fails,
  };
  const render = (format: Format, color: boolean): Promise<Pieces> => renderLint(report, format, color);
  // The diff of a dry run takes the place of the report for people.
  const isShown = ({ format, file }: Output): boolean => !args.fixDryRun || format !== 'pretty' || file !== undefined;
  await writeReports({ ...args, outputs: args.outputs.filter(isShown) }, terminal, render);
  if (fixes !== undefined) await writeFixes(fixes, args, terminal);
  // Without a workload, most of what others need was not asked for.
  if (linted.summary.workloads > 0 && isUsual(inputs.files)) terminal.keepCompiled(setAsUsual());
  if (!args.quiet) terminal.warn([...compared.notes, ...unseen].map((note) => `${note}\n`).join(''));
  warnOfNothing({ ...inputs, problems: result.problems }, linted.summary, args, terminal);
  if (result.problems.some((problem) => problem.severity === 'error')) return 2;
  return result.findings.some(fails) ? 1 : 0;
}

/** The baseline that is named, found, or to be written. */
async function openBaseline(args: Args, { cwd }: Terminal, config: Config | undefined): Promise<Baseline | undefined> {
  if (args.baseline === false) return undefined;
  const path = args.baseline === undefined ? findBaseline(cwd) : resolve(cwd, args.baseline);
  if (path === undefined && !args.updateBaseline) return undefined;
  return (await import('./baseline.ts')).Baseline.open(path, args, cwd, config);
}

async function compare(
  run: BaselineRun & { readonly args: Pick<Args, 'updateBaseline'> },
  baseline: Baseline | undefined,
): Promise<BaselineOutcome> {
  if (baseline === undefined) return { result: run.result, notes: [] };
  return run.args.updateBaseline ? baseline.update(run) : baseline.apply(run);
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
  return fix(inputs.files, result, {
    cwd,
    paths: args.positionals,
    level,
    dryRun: args.fixDryRun,
    stdin,
    lint: lintAll,
  });
}
