import type { SourceFile } from '../documents/document.ts';
import { NodeCache } from '../documents/nodeCache.ts';
import type { Field } from '../documents/field.ts';
import type { Problem } from '../documents/problem.ts';
import { readDocuments } from '../documents/read.ts';
import { knowledgeWith } from '../evidence/knowledge/defaultKnowledge.ts';
import { type Injection, injectionsOf } from '../evidence/injection.ts';
import { createJudge } from '../evidence/judge.ts';
import type { KnowledgeData } from '../evidence/knowledge/knowledgeEntries.ts';
import { type Facts, mostWorkloads } from '../facts/facts.ts';
import { joinFacts } from '../facts/joinFacts.ts';
import { Charts } from '../facts/charts.ts';
import { type FileFacts, FactsReader } from '../facts/fileFacts.ts';
import type { Incomplete } from '../facts/pods/incomplete.ts';
import { LastMade } from '../memo/lastMade.ts';
import { type Made, Reads } from '../facts/objects/reads.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Model } from '../rule/rule.ts';
import { redactTokens } from '../text/redact.ts';
import { shellWord } from '../text/shellWord.ts';
import { lazy } from '../memo/lazy.ts';

export interface AnalysisOptions {
  /** The absolute path of the folder that names of files are relative to: kustomizations above may include what lies in it. */
  readonly folder?: string;
  /** What the user says of the input's completeness; inferred where unset. */
  readonly complete?: boolean;
  /** Knowledge of the user's own, which comes before the package's. */
  readonly evidence?: Partial<KnowledgeData>;
}

/** Facts of a set of files, and what was wrong with their texts. */
export interface Analysis {
  readonly model: Model;
  /** The same in parts, to save memory (`JoinedFacts.parts`). */
  parts(): Iterable<Model>;
  /** The facts of one file, joined with the others. */
  of(file: FileFacts): Model;
  partsOf(file: FileFacts): Iterable<Model>;
  readonly workloadsIn: (file: FileFacts) => number;
  /** What is wrong with a file, on its own and beside the others. */
  readonly problemsOf: (file: AnalyzedFile) => readonly Problem[];
  readonly files: readonly AnalyzedFile[];
}

/** A file that was read, and what it says on its own. */
export interface AnalyzedFile {
  readonly facts: FileFacts;
  readonly problems: readonly Problem[];
}

/** @param nodes keeps the content of the file's documents. */
export function analyzeFile(file: SourceFile, nodes: NodeCache, { folder }: AnalysisOptions = {}): AnalyzedFile {
  const facts = new FactsReader(file.uri, folder);
  const { problems } = readDocuments(file, nodes, (document) => {
    facts.add(document);
  });
  return { facts, problems };
}

/** Reads all files and joins what they say. */
export function analyze(files: Iterable<SourceFile>, options: AnalysisOptions): Analysis {
  const nodes = new NodeCache();
  return joinFiles(
    Array.from(files, (file) => analyzeFile(file, nodes, options)),
    options,
  );
}

/** Joins what files that have been read say. @param reads is told which names are looked up. */
export function joinFiles(files: readonly AnalyzedFile[], options: AnalysisOptions, reads = new Reads()): Analysis {
  const facts = files.map((file) => file.facts);
  const charts = lazy(() => new Charts(facts));
  const joined = joinFacts(facts, options.complete, reads);
  // Without a workload, nobody asks.
  const knowledge = lazy(() => knowledgeWith(options.evidence));
  const injections = new LastMade<Workload, Made<readonly Injection[]>>(mostWorkloads);
  const injectionsInto = (workload: Workload): readonly Injection[] =>
    reads.memo(injections, workload, () => injectionsOf(workload, knowledge()));
  const judge = lazy(() => createJudge(joined.all, knowledge(), injectionsInto, reads));
  const modelOf = (looked: Facts): Model => ({
    facts: looked,
    apiUse: (workload) => judge()(workload),
    injections: injectionsInto,
  });
  return {
    model: modelOf(joined.all),
    *parts() {
      for (const part of joined.parts()) yield modelOf(part);
    },
    of: (file) => modelOf(joined.of(file)),
    *partsOf(file) {
      for (const part of joined.partsOf(file)) yield modelOf(part);
    },
    workloadsIn: (file) => joined.workloadsIn(file),
    problemsOf: ({ facts: file, problems }) => [
      ...problems.map((problem) => (problem.render === undefined ? problem : inItsChart(problem, charts()))),
      ...file.kustomizations.flatMap((kustomization) => {
        const [first, ...others] = joined.all.completeness.kustomized.missingFrom(kustomization);
        return first === undefined ? [] : [missingResource(first, others.length, kustomization.folder)];
      }),
      ...joined.incompleteIn(file).map(incompleteManifest),
    ],
    files,
  };
}

/** Names the command that renders the chart that a template is part of. */
function inItsChart(problem: Problem, charts: Charts): Problem {
  const { uri, render = '', message } = problem;
  const command = charts.renderCommand(uri) ?? render;
  return { ...problem, render: command, message: message.replace(render, () => command) };
}

function incompleteManifest({ code, location: { uri, range }, reason }: Incomplete): Problem {
  const message = redactTokens(code === 'incomplete-manifest' ? `${reason}; it was not linted` : reason);
  return { uri, range, code, severity: 'warning', message };
}

/** Who lints an overlay without its base sees nothing of what it deploys. */
function missingResource(field: Field, others: number, folder: string): Problem {
  const { uri, range } = field.valueLocation;
  const [more, are] = others === 0 ? ['', 'is'] : [` and ${String(others)} more`, 'are'];
  const message = `It needs ${field.string ?? ''}${more}, which ${are} not among the files that were read: lint what is built, \`kubectl kustomize ${shellWord(folder || '.')} | kube-token-lint --complete -\``;
  return { uri, range, code: 'missing-resource', severity: 'warning', message: redactTokens(message) };
}

/** What there is to say of files that were read, beside findings. */
export function countsOf(analysis: Analysis, files = analysis.files): Counts {
  const { workloadsIn, problemsOf } = analysis;
  return {
    files: files.length,
    documents: files.reduce((count, { facts }) => count + manifestsIn(facts), 0),
    workloads: files.reduce((count, { facts }) => count + workloadsIn(facts), 0),
    charts: files.flatMap(({ facts }) => facts.charts.map(({ kind }) => kind)),
    problems: files.flatMap(problemsOf),
  };
}

export interface Counts {
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
  /** The kinds of the objects whose charts are deployed, and not rendered here. */
  readonly charts: readonly string[];
  readonly problems: readonly Problem[];
}

/** What was skipped by its kind, or could not be read, is a manifest too. */
function manifestsIn({ documents, resources }: FileFacts): number {
  const manifests = new Set(resources.map(({ document }) => document));
  return documents.filter((document) => !document.hasContent || manifests.has(document)).length;
}
