import type { ActiveRule } from '../config/activeRules.ts';
import type { Location, SourceFile } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import { NodeCache } from '../documents/nodeCache.ts';
import { readDocuments } from '../documents/read.ts';
import { knowledgeWith } from '../evidence/defaultKnowledge.ts';
import type { KnowledgeData } from '../evidence/knowledge.ts';
import { createJudge } from '../evidence/judge.ts';
import { injectionsOf } from '../evidence/injection.ts';
import { type Facts, joinFacts } from '../facts/facts.ts';
import { type FileFacts, FactsReader } from '../facts/fileFacts.ts';
import { changeOfPatch } from '../fixes/change.ts';
import { editOfPatch } from '../fixes/patch.ts';
import type { Fix, Model, Report, Rule, Severity } from '../rule/rule.ts';
import { comparePositions } from '../text/position.ts';
import { redactTokens } from '../text/redact.ts';
import type { Finding, FindingFix, LintResult } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import { formatMessage } from './message.ts';
import { ruleRun } from './runRule.ts';

export interface AnalysisOptions {
  /** What the user says of the input's completeness; inferred where unset. */
  readonly complete?: boolean;
  /** Knowledge of the user's own, which comes before the package's. */
  readonly evidence?: Partial<KnowledgeData>;
}

export interface LintOptions extends AnalysisOptions {
  readonly rules: readonly ActiveRule[];
}

/** Facts of a set of files, and what was wrong with their texts. */
export interface Analysis {
  readonly model: Model;
  /** The same, part by part (`JoinedFacts.parts`). */
  parts(): Iterable<Model>;
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
  readonly problems: readonly Problem[];
}

/** A file that was read, and what it says on its own. */
export interface AnalyzedFile {
  readonly facts: FileFacts;
  readonly problems: readonly Problem[];
}

/** @param nodes keeps the content of the file's documents. */
export function analyzeFile(file: SourceFile, nodes: NodeCache): AnalyzedFile {
  const facts = new FactsReader();
  const { problems } = readDocuments(file, nodes, (document) => {
    facts.add(document);
  });
  return { facts, problems };
}

/** Reads all files and joins what they say. */
export function analyze(files: Iterable<SourceFile>, options: AnalysisOptions): Analysis {
  const nodes = new NodeCache();
  return joinFiles(
    Array.from(files, (file) => analyzeFile(file, nodes)),
    options,
  );
}

/** Joins what files that have been read say. */
export function joinFiles(files: readonly AnalyzedFile[], options: AnalysisOptions): Analysis {
  const joined = joinFacts(
    files.map(({ facts }) => facts),
    options.complete,
  );
  const knowledge = knowledgeWith(options.evidence);
  const judge = createJudge(joined.all, knowledge);
  const modelOf = (facts: Facts): Model => ({
    facts,
    apiUse: judge,
    injections: (workload) => injectionsOf(workload, knowledge),
  });
  return {
    model: modelOf(joined.all),
    *parts() {
      for (const part of joined.parts()) yield modelOf(part);
    },
    files: files.length,
    documents: files.reduce((count, { facts }) => count + manifestsIn(facts), 0),
    workloads: joined.all.pods.length,
    problems: files.flatMap(({ problems }) => problems),
  };
}

/** What was skipped by its kind, or could not be read, is a manifest too. */
function manifestsIn({ documents, resources }: FileFacts): number {
  const manifests = new Set(resources.map(({ document }) => document));
  return documents.filter((document) => !document.hasContent || manifests.has(document)).length;
}

/** Lints files that belong together. Pure: the same texts give the same findings, in the same order. */
export function lint(files: Iterable<SourceFile>, options: LintOptions): LintResult {
  return check(analyze(files, options), options.rules);
}

/** Runs the rules over facts. */
export function check(analysis: Analysis, rules: readonly ActiveRule[]): LintResult {
  const findings = findingsOf(analysis, rules);
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    problems: analysis.problems,
    summary: {
      files: analysis.files,
      documents: analysis.documents,
      workloads: analysis.workloads,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      suppressed: 0,
    },
  };
}

function findingsOf(analysis: Analysis, rules: readonly ActiveRule[]): Finding[] {
  const seen = new Map<string, number>();
  const findings: Finding[] = [];
  const explained = new Set<string>();
  const runs = rules.map((active) => [active.rule, ruleRun(active, analysis.model.facts.resources)] as const);
  for (const model of analysis.parts()) {
    for (const [rule, run] of runs) {
      for (const { report, severity } of run(model)) {
        findings.push(finish(rule, report, severity, seen));
        for (const ruleId of report.explains ?? []) explained.add(placeOf(ruleId, report.location));
      }
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
function isFirstOfItsKind(finding: Finding, index: number, sorted: readonly Finding[]): boolean {
  const before = sorted[index - 1];
  return (
    before?.ruleId !== finding.ruleId ||
    before.message !== finding.message ||
    before.location.uri !== finding.location.uri ||
    comparePositions(before.location.range.start, finding.location.range.start) !== 0
  );
}

function finish(rule: Rule, report: Report, severity: Severity, seen: Map<string, number>): Finding {
  const { apiVersion, kind, namespace, name, document } = report.resource;
  return {
    ruleId: rule.meta.id,
    messageId: report.messageId,
    message: formatMessage(rule.meta.messages[report.messageId] ?? report.messageId, report.data),
    severity,
    confidence: report.confidence,
    resource: { apiVersion, kind: redactTokens(kind), namespace: redacted(namespace), name: redacted(name) },
    container: report.container,
    location: report.location,
    template: document.template === undefined ? undefined : { file: redactTokens(document.template) },
    evidence: (report.evidence ?? []).map((support) => ({ ...support, message: redactTokens(support.message) })),
    fixes: (report.fixes ?? []).flatMap(finishFix),
    weight: report.weight ?? 0,
    fingerprint: fingerprintOf(rule.meta.id, report, seen),
  };
}

function redacted(text: string | null): string | null {
  return text === null ? null : redactTokens(text);
}

/** A fix as text edits; left out where one of its patches has no sure edit. */
function finishFix(fix: Fix): FindingFix[] {
  const edits: (FindingFix['edits'][number] | undefined)[] = fix.patches.map((patch) => {
    const edit = editOfPatch(patch);
    return edit === undefined ? undefined : { uri: patch.field.document.uri, ...edit, change: changeOfPatch(patch) };
  });
  const found = edits.filter((edit) => edit !== undefined);
  return found.length === edits.length && found.length > 0
    ? [{ title: fix.title, safety: fix.safety, edits: found }]
    : [];
}

const ranks = { error: 0, warning: 1, info: 2 } as const;

/** The worst first; of equals, in the order of the text. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    ranks[a.severity] - ranks[b.severity] ||
    b.weight - a.weight ||
    compareText(a.location.uri, b.location.uri) ||
    comparePositions(a.location.range.start, b.location.range.start) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
