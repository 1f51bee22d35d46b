import type {
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Run,
  Fix as SarifFix,
  Suppression,
} from 'sarif';
import type { Location } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import type { Finding, FindingFix, LintResult, Suppressed } from '../lint/finding.ts';
import type { Rule, Severity } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';
import { findingWords } from './findingWords.ts';
import { helpUri } from './helpUri.ts';
import { JsonList, JsonObject, jsonText } from './jsonText.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
const informationUri = 'https://github.com/kube-token-lint/kube-token-lint';

const levelOf = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;
const problemSeverity = { error: 'error', warning: 'warning', info: 'recommendation' } as const satisfies Record<
  Severity,
  string
>;

export interface SarifOptions {
  /** Also what is suppressed or in the baseline, marked so. Code scanning raises alerts for it all the same. */
  readonly includeSuppressed?: boolean;
}

/** The result as SARIF 2.1.0 in the shape that GitHub code scanning reads, in pieces. */
export function formatSarif(
  result: LintResult,
  rules: readonly Rule[],
  version: string,
  { includeSuppressed = false }: SarifOptions = {},
): Generator<string> {
  const findings = includeSuppressed ? [...result.findings, ...result.suppressed] : result.findings;
  const state = { includeSuppressed, compared: result.summary.baselined !== undefined };
  const indexOf = new Map(rules.map((rule, index) => [rule.meta.id, index]));
  const complete = result.problems.every((problem) => problem.severity !== 'error');
  const run: Run = {
    tool: {
      driver: { name: 'kube-token-lint', semanticVersion: version, informationUri, rules: rules.map(descriptor) },
    },
    columnKind: 'utf16CodeUnits',
    automationDetails: { id: 'kube-token-lint/' },
    invocations: [
      {
        executionSuccessful: complete,
        toolExecutionNotifications: [...result.problems.map(notification), ...leftOut(findings.length)],
      },
    ],
  };
  function* results(): Generator<Result> {
    // The worst come first, so the limit leaves out the least.
    for (const finding of findings.slice(0, mostResults))
      yield { ...sarifResult(finding, indexOf.get(finding.ruleId) ?? -1), ...stateOf(finding, state) };
  }
  const runs = new JsonList([new JsonObject({ ...run, results: new JsonList(results()) })]);
  return jsonText(new JsonObject({ $schema: schema, version: '2.1.0', runs }));
}

/** What GitHub takes of one run. */
const mostResults = 25_000;

function leftOut(count: number): Notification[] {
  if (count <= mostResults) return [];
  const text = `${String(count - mostResults)} findings are left out: code scanning takes ${String(mostResults)} of a run`;
  return [{ level: 'warning', descriptor: { id: 'too-many-results' }, message: { text } }];
}

function descriptor({ meta }: Rule): ReportingDescriptor {
  const help = `${meta.description}\n\n${meta.rationale}`;
  return {
    id: meta.id,
    name: meta.id.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: meta.description },
    fullDescription: {
      text: (meta.rationale.split('\n\n')[0] ?? meta.description).replaceAll('\n', ' ').slice(0, 1000),
    },
    help: { text: help, markdown: `# ${meta.id}\n\n${help}\n\n[The rule's page](${helpUri(meta.id)})\n` },
    helpUri: helpUri(meta.id),
    defaultConfiguration: { level: levelOf[meta.severity] },
    properties: {
      tags: ['security', 'kubernetes', ...meta.tags.map(sarifTag)].slice(0, 20),
      precision: 'high',
      'problem.severity': problemSeverity[meta.severity],
      'security-severity': meta.securitySeverity.toFixed(1),
    },
  };
}

/** GitHub shows CWE numbers that are tagged as CodeQL does it. */
function sarifTag(tag: string): string {
  const cwe = /^CWE-(\d+)$/.exec(tag)?.[1];
  return cwe === undefined ? tag : `external/cwe/cwe-${cwe.padStart(3, '0')}`;
}

function sarifResult(finding: Finding, ruleIndex: number): Result {
  const supports = finding.evidence.flatMap(({ message, location }) =>
    location === undefined ? [] : [{ message, location }],
  );
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: levelOf[finding.severity],
    message: { text: messageText(finding, supports) },
    locations: [{ physicalLocation: physicalLocation(finding.location), logicalLocations: [logicalLocation(finding)] }],
    partialFingerprints: { 'kubeTokenLint/v1': finding.fingerprint },
    ...(supports.length === 0
      ? {}
      : {
          relatedLocations: supports.map(({ message, location }, index) => ({
            id: index + 1,
            physicalLocation: physicalLocation(location),
            message: { text: message },
          })),
        }),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(sarifFix) }),
    properties: {
      confidence: finding.confidence,
      ...(finding.template === undefined ? {} : { template: finding.template.file }),
    },
  };
}

/**
 * Whether a result is suppressed or known. A run says it of all its results or of none (SARIF 2.1.0 §3.27.23, §3.27.24).
 */
function stateOf(
  { suppressed }: Finding,
  { includeSuppressed, compared }: { includeSuppressed: boolean; compared: boolean },
): Pick<Result, 'suppressions' | 'baselineState'> {
  return {
    ...(compared ? { baselineState: suppressed?.kind === 'external' ? 'unchanged' : 'new' } : {}),
    ...(includeSuppressed ? { suppressions: suppressed === undefined ? [] : [suppression(suppressed)] } : {}),
  };
}

function suppression({ kind, reason }: Suppressed): Suppression {
  return reason === '' ? { kind } : { kind, justification: reason };
}

/** GitHub shows only the message, with links `[text](id)` to related locations. */
function messageText(finding: Finding, supports: readonly { message: string }[]): string {
  const lines = [`${escapeLinks(findingWords(finding))}.`];
  supports.forEach(({ message }, index) => lines.push(`[${escapeLinks(message)}](${String(index + 1)}).`));
  for (const { message, location } of finding.evidence)
    if (location === undefined) lines.push(`${escapeLinks(message)}.`);
  return lines.join('\n');
}

/** Brackets of the text are no links (SARIF 2.1.0 §3.11.6). */
function escapeLinks(text: string): string {
  return text.replaceAll(/[[\]\\]/g, '\\$&');
}

function logicalLocation({ resource, container }: Finding): { fullyQualifiedName: string; kind: string } {
  const parts = [resource.namespace, resource.kind, resource.name, container].filter(
    (part) => part !== null && part !== undefined,
  );
  return { fullyQualifiedName: parts.join('/'), kind: 'resource' };
}

function physicalLocation({ uri, range }: Location): PhysicalLocation {
  return { artifactLocation: { uri: encodePath(uri) }, region: region(range) };
}

function region({ start, end }: Range): { startLine: number; startColumn: number; endLine: number; endColumn: number } {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function sarifFix({ title, edits }: FindingFix): SarifFix {
  const files = [...new Set(edits.map((edit) => edit.uri))];
  return {
    description: { text: title },
    artifactChanges: files.map((uri) => ({
      artifactLocation: { uri: encodePath(uri) },
      replacements: edits
        .filter((edit) => edit.uri === uri)
        .map((edit) => ({ deletedRegion: region(edit.range), insertedContent: { text: edit.newText } })),
    })),
  };
}

function notification(problem: Problem): Notification {
  return {
    level: problem.severity,
    descriptor: { id: problem.code },
    message: { text: problem.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodePath(problem.uri) },
          ...(problem.range === null ? {} : { region: region(problem.range) }),
        },
      },
    ],
  };
}

function encodePath(path: string): string {
  if (/^[\w./-]*$/.test(path)) return path;
  return path.split('/').map(encodeURIComponent).join('/');
}
