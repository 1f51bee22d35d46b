import { type ActiveRule, stateFor } from '../config/activeRules.ts';
import type { Location, SourceFile } from '../documents/document.ts';
import type { FileFacts } from '../facts/fileFacts.ts';
import type { Resource } from '../facts/objects/resource.ts';
import type { ExplainedBy, Model } from '../rule/rule.ts';
import { Suppressor } from '../suppressions/suppressor.ts';
import { comparePositions } from '../text/position.ts';
import { type Analysis, type AnalysisOptions, type Counts, analyze, countsOf } from './analyze.ts';
import type { ExplainedFinding, Finding, LintResult, UnnamedFinding } from './finding.ts';
import { fingerprinter } from './fingerprint.ts';
import { compareFindings, finish } from './finish.ts';
import { reviewRun, ruleRun } from './runRule.ts';
import { addTo } from '../lists/addTo.ts';
import { severityCounts } from './severityCounts.ts';

export interface LintOptions extends AnalysisOptions {
  readonly rules: readonly ActiveRule[];
  /** The ids of all rules that there are, also of those that are off; the active ones where unset. */
  readonly known?: readonly string[];
  /** Whether there are plugins that are not run, so that their rules are not known. */
  readonly pluginsLeftOut?: boolean;
}

/** Lints files that belong together. Pure: the same texts give the same findings, in the same order. */
export function lint(files: Iterable<SourceFile>, options: LintOptions): LintResult {
  return check(analyze(files, options), options);
}

/** Runs the rules over facts. */
export function check(analysis: Analysis, options: LintOptions): LintResult {
  const { model, files } = analysis;
  return resultOf(
    countsOf(analysis),
    findingsOf(
      { files: files.map(({ facts }) => facts), resources: model.facts.resources, parts: analysis.parts() },
      options,
    ),
  );
}

/** What is found as a result. */
export function resultOf({ problems, charts, ...counts }: Counts, { findings: all, unbuilt }: Found): LintResult {
  const findings = all.filter(({ suppressed }) => suppressed === undefined);
  const suppressed = all.filter((finding) => finding.suppressed !== undefined);
  return {
    findings,
    suppressed,
    problems,
    charts,
    unbuilt,
    summary: { ...counts, ...severityCounts(findings), suppressed: suppressed.length },
  };
}

/** What one run of the rules looks at. */
export interface Checked {
  readonly files: readonly FileFacts[];
  readonly resources: readonly Resource[];
  readonly parts: Iterable<Model>;
  /** Whether findings about an object are wanted; all are, where unset. */
  readonly isMeant?: (resource: Resource) => boolean;
}

export interface Found {
  /** All findings, sorted; after them those that are suppressed. */
  readonly findings: readonly Finding[];
  readonly unbuilt: LintResult['unbuilt'];
}

export function findingsOf({ files, resources, parts, isMeant }: Checked, options: LintOptions): Found {
  const { rules, known, pluginsLeftOut } = options;
  const findings: UnnamedFinding[] = [];
  const unbuilt: Location[] = [];
  const explained = new Map<string, UnnamedFinding>();
  const suppressor = new Suppressor(files);
  const isOn = onFor(rules);
  const runs = rules.map((active) => [active.rule, ruleRun(active, resources)] as const);
  for (const model of parts) {
    for (const [rule, run] of runs) {
      for (const { report, severity } of run(model)) {
        const { location, resource } = report;
        if (isMeant?.(resource) === false) continue;
        const reason = suppressor.reasonFor({ ruleId: rule.meta.id, location, resource });
        if (report.explainedBy?.some(isOn) === true) continue;
        const finding = finish(rule, report, severity, reason);
        findings.push(finding);
        // What somebody decided to live with leaves the rest as it is.
        if (reason !== undefined) continue;
        for (const { ruleId, location: at } of report.explains ?? []) {
          explained.set(placeOf(ruleId, at ?? location), finding);
        }
      }
    }
    // Now its verdicts are at hand.
    unbuilt.push(...unbuiltIn(model));
  }
  if (suppressor.mayHaveSome) {
    const active = rules.map(({ rule }) => rule.meta.id);
    const suppressions = suppressor.review(new Set(known ?? active), new Set(active), pluginsLeftOut);
    const unknown = suppressor.unknownDirectives();
    for (const one of rules) {
      for (const { report, severity } of reviewRun(one, suppressions, unknown)) {
        findings.push(finish(one.rule, report, severity, undefined));
      }
    }
  }
  const sorted = withoutExplained(findings, explained).sort(compareFindings);
  const all = [
    ...firstOfEachKind(sorted.filter(({ suppressed }) => suppressed === undefined)),
    ...firstOfEachKind(sorted.filter(({ suppressed }) => suppressed !== undefined)),
  ];
  return { findings: all.map(fingerprinter()), unbuilt };
}

/** What kustomizations change in workloads that are not judged for that. */
function unbuiltIn(model: Model): Location[] {
  return model.facts.workloads.flatMap((workload) => {
    const { automount, decidedElsewhere, generated } = workload;
    const isOpen = decidedElsewhere?.isBuilt ?? generated.length > 0;
    if (!isOpen || !automount.value) return [];
    const { verdict, evidence } = model.apiUse(workload);
    const why = evidence.find(({ kind }) => kind === 'elsewhere')?.location;
    return verdict === 'unknown' && why !== undefined ? [why] : [];
  });
}

/** Whether a rule is on for an object. */
function onFor(rules: readonly ActiveRule[]): (one: ExplainedBy) => boolean {
  return ({ ruleId, resource }) => {
    const active = rules.find(({ rule }) => rule.meta.id === ruleId);
    return active !== undefined && stateFor(active, resource).severity !== 'off';
  };
}

/** Leaves out findings that others cover, and notes them there. @param explained the covering findings, by place. */
function withoutExplained(
  findings: readonly UnnamedFinding[],
  explained: ReadonlyMap<string, UnnamedFinding>,
): UnnamedFinding[] {
  if (explained.size === 0) return [...findings];
  const told = new Map<UnnamedFinding, ExplainedFinding[]>();
  const left = findings.filter(({ ruleId, messageId, location }) => {
    const by = explained.get(placeOf(ruleId, location));
    if (by !== undefined) addTo(told, by, { ruleId, messageId });
    return by === undefined;
  });
  return left.map((finding) => {
    const explains = told.get(finding);
    // In this order: see `fingerprinter`.
    return explains === undefined ? finding : { explains, ...finding };
  });
}

function placeOf(ruleId: string, { uri, range: { start } }: Location): string {
  return `${ruleId} ${String(start.line)}:${String(start.character)} ${uri}`;
}

/** One fault is one finding, also where an alias repeats it or several pods use it: drops repeats at the same place. */
export function firstOfEachKind<F extends UnnamedFinding>(sorted: readonly F[]): F[] {
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return (
      before?.ruleId !== finding.ruleId ||
      before.message !== finding.message ||
      before.location.uri !== finding.location.uri ||
      comparePositions(before.location.range.start, finding.location.range.start) !== 0
    );
  });
}
