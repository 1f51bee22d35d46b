import type { ActiveRule } from '../config/activeRules.ts';
import type { Location, SourceFile } from '../documents/document.ts';
import type { Severity } from '../rule/rule.ts';
import { Suppressor } from '../suppressions/suppressor.ts';
import { comparePositions } from '../text/position.ts';
import { type Analysis, type AnalysisOptions, analyze } from './analyze.ts';
import type { LintResult, UnnamedFinding } from './finding.ts';
import { fingerprinter } from './fingerprint.ts';
import { compareFindings, finish } from './finish.ts';
import { reviewRun, ruleRun } from './runRule.ts';

export interface LintOptions extends AnalysisOptions {
  readonly rules: readonly ActiveRule[];
  /** The ids of all rules that there are, also of those that are off; the active ones where unset. */
  readonly known?: readonly string[];
}

/** Lints files that belong together. Pure: the same texts give the same findings, in the same order. */
export function lint(files: Iterable<SourceFile>, options: LintOptions): LintResult {
  return check(analyze(files, options), options);
}

/** Runs the rules over facts. */
export function check(analysis: Analysis, options: LintOptions): LintResult {
  const all = findingsOf(analysis, options);
  const named = fingerprinter();
  const findings = all.filter((finding) => finding.suppressed === undefined).map(named);
  const suppressed = all.filter((finding) => finding.suppressed !== undefined).map(named);
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    suppressed,
    problems: analysis.problems,
    summary: {
      files: analysis.files.length,
      documents: analysis.documents,
      workloads: analysis.workloads,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      suppressed: suppressed.length,
    },
  };
}

function findingsOf(analysis: Analysis, { rules, known }: LintOptions): UnnamedFinding[] {
  const findings: UnnamedFinding[] = [];
  const explained = new Set<string>();
  const suppressor = new Suppressor(analysis.files);
  const runs = rules.map((active) => [active.rule, ruleRun(active, analysis.model.facts.resources)] as const);
  for (const model of analysis.parts()) {
    for (const [rule, run] of runs) {
      for (const { report, severity } of run(model)) {
        const { location, resource } = report;
        const reason = suppressor.reasonFor({ ruleId: rule.meta.id, location, resource });
        findings.push(finish(rule, report, severity, reason));
        for (const ruleId of report.explains ?? []) explained.add(placeOf(ruleId, location));
      }
    }
  }
  const active = rules.map(({ rule }) => rule.meta.id);
  const suppressions = suppressor.review(new Set(known ?? active), new Set(active));
  for (const one of rules) {
    for (const { report, severity } of reviewRun(one, suppressions)) {
      findings.push(finish(one.rule, report, severity, undefined));
    }
  }
  return findings
    .filter(({ ruleId, location }) => !explained.has(placeOf(ruleId, location)))
    .sort(compareFindings)
    .filter(isFirstOfItsKind);
}

function placeOf(ruleId: string, { uri, range: { start } }: Location): string {
  return `${ruleId} ${String(start.line)}:${String(start.character)} ${uri}`;
}

/** What an alias repeats is written once: one fault is one finding. */
function isFirstOfItsKind(finding: UnnamedFinding, index: number, sorted: readonly UnnamedFinding[]): boolean {
  const before = sorted[index - 1];
  return (
    before?.ruleId !== finding.ruleId ||
    before.message !== finding.message ||
    before.location.uri !== finding.location.uri ||
    comparePositions(before.location.range.start, finding.location.range.start) !== 0
  );
}
