import { resolve } from 'node:path';
import { type ActiveRule, type RuleChoice, activeRules } from '../config/activeRules.ts';
import type { Facts } from '../facts/facts.ts';
import { analyze } from '../lint/analyze.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import { type LintOptions, check, lint } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { SourceFile } from '../documents/document.ts';
import type { Config } from '../config/config.ts';
import { findBaseline } from '../inputs/findBaseline.ts';
import type { Settings } from '../inputs/settings.ts';
import { type Args, nameOfStdin } from './args.ts';
import type { Output } from './outputs.ts';
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
  const rules = chosenRules(args, settings, ownRules);
  const options = { rules: rules.active, known: rules.known, ...settings.analysis };
  const baseline = await openBaseline(args, terminal, settings.config);
  const first = lintHolding(inputs.files, options, args.compliance !== undefined);
  const fixes = await fixFiles(args, inputs.files, first.result, options, terminal);
  const { files, result: linted } = fixes ?? { files: inputs.files, result: first.result };
  const problems = [...inputs.problems, ...linted.problems, ...(fixes?.problems ?? []), ...settings.plugins.failures];
  const compared = await compare(
    { args, cwd: terminal.cwd, files, result: { ...linted, problems }, runs: rules.runs },
    baseline,
  );
  const { result } = compared;
  const fails = (finding: Finding): boolean => ranks[finding.severity] >= ranks[args.failOn];
  const unseen = [...chartNotes(linted.charts), ...unbuiltNotes(linted.unbuilt)];
  const ran = rules.active.map(({ rule }) => rule);
  const report: LintReport = {
    result: args.quiet ? onlyWhere(fails, result) : result,
    rules: ran,
    version,
    files: new Map(files.map((file) => [file.uri, file])),
    compliance:
      args.compliance &&
      (await import('../compliance/compliance.ts')).complianceOf(
        args.compliance,
        ran,
        result,
        (fixes === undefined ? first.facts : undefined) ?? analyze(files, options).model.facts,
      ),
    provenance: async () =>
      (await import('./provenance.ts')).provenanceOf(
        args,
        settings,
        { choice: rules.choice, baseline: baseline?.name, unseen },
        { version, cwd: terminal.cwd },
      ),
    includeSuppressed: args.includeSuppressed,
    summary: !args.quiet,
    fails,
  };
  // The diff of a dry run takes the place of the report for people.
  const isShown = ({ format, file }: Output): boolean => !args.fixDryRun || format !== 'pretty' || file !== undefined;
  await writeReports({ ...args, outputs: args.outputs.filter(isShown) }, terminal, (format, color) =>
    renderLint(report, format, color),
  );
  if (fixes !== undefined) await writeFixes(fixes, args, terminal);
  // Without a workload, most of what others need was not asked for.
  if (linted.summary.workloads > 0 && isUsual(inputs.files)) terminal.keepCompiled(setAsUsual());
  if (!args.quiet) terminal.warn([...compared.notes, ...unseen].map((note) => `${note}\n`).join(''));
  warnOfNothing({ ...inputs, problems }, linted.summary, args, terminal);
  if (problems.some(({ severity }) => severity === 'error')) return 2;
  return result.findings.some(fails) ? 1 : 0;
}

/** The rules of a run. */
interface ChosenRules {
  readonly choice: RuleChoice;
  readonly active: readonly ActiveRule[];
  /** The ids of all that there are. */
  readonly known: readonly string[];
  /** Whether a run with these settings finds what a rule reports; yes for a rule that is no more. */
  readonly runs: (id: string) => boolean;
}

function chosenRules(args: Args, { choice: written, plugins }: Settings, own: readonly Rule[]): ChosenRules {
  const all = [...own, ...plugins.rules];
  // Who asks for the controls of CIS wants every rule that checks one.
  const choice = args.compliance === 'cis' ? { ...written, presets: [...written.presets, 'cis' as const] } : written;
  const active = activeRules(all, choice);
  const known = all.map(({ meta }) => meta.id);
  const runs = (id: string): boolean => active.some(({ rule }) => rule.meta.id === id) || !known.includes(id);
  return { choice, active, known, runs };
}

/** Lints, and holds the facts only where they are asked for: those of a large input take much memory. */
function lintHolding(
  files: readonly SourceFile[],
  options: LintOptions,
  wantsFacts: boolean,
): { readonly result: LintResult; readonly facts: Facts | undefined } {
  const analysis = analyze(files, options);
  return { result: check(analysis, options), facts: wantsFacts ? analysis.model.facts : undefined };
}

function onlyWhere(isWanted: (finding: Finding) => boolean, result: LintResult): LintResult {
  return { ...result, findings: result.findings.filter(isWanted), suppressed: result.suppressed.filter(isWanted) };
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

/** Fixes what the command line asks for; `undefined` where it asks for nothing. */
async function fixFiles(
  args: Args,
  files: readonly SourceFile[],
  result: LintResult,
  options: LintOptions,
  { cwd }: Terminal,
): Promise<FixOutcome | undefined> {
  if (args.fix === undefined) return undefined;
  const { fix } = await import('./fix.ts');
  return fix(files, result, {
    cwd,
    paths: args.positionals,
    level: args.fix,
    dryRun: args.fixDryRun,
    stdin: nameOfStdin(args),
    lint: (some) => lint(some, options),
  });
}
