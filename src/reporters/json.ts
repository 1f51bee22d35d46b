import type { Compliance } from '../compliance/compliance.ts';
import type { Problem } from '../documents/problem.ts';
import type { Finding, FindingFix, LintResult } from '../lint/finding.ts';
import type { Support } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';
import { helpUri } from './helpUri.ts';
import { JsonList, JsonObject, jsonText } from './jsonText.ts';

/** The result as `schemas/output.schema.json` describes it, in pieces. */
export function formatJson(result: LintResult, compliance?: Compliance): Generator<string> {
  const { findings, problems, summary, suppressed } = result;
  const output = {
    version: 1,
    findings: new JsonList(each(findings, jsonFinding)),
    problems: new JsonList(each(problems, jsonProblem)),
    summary,
    ...(suppressed.length === 0 ? {} : { suppressed: new JsonList(each(suppressed, jsonSuppressed)) }),
    ...(compliance === undefined ? {} : { compliance: jsonCompliance(compliance) }),
  };
  return jsonText(new JsonObject(output));
}

function* each<T>(items: readonly T[], make: (item: T) => object): Generator<object> {
  for (const item of items) yield make(item);
}

function jsonCompliance({ id, name, url, controls }: Compliance): object {
  return {
    framework: id,
    name,
    url,
    controls: controls.map(({ control, status, rules, findings, accepted }) => ({
      id: control.id,
      title: control.title,
      status,
      ...(control.part === undefined ? {} : { part: control.part }),
      rules,
      findings: findings.map(({ fingerprint }) => fingerprint),
      ...(accepted.length === 0 ? {} : { accepted: accepted.map(({ fingerprint }) => fingerprint) }),
    })),
  };
}

function jsonFinding(finding: Finding): object {
  return {
    ruleId: finding.ruleId,
    messageId: finding.messageId,
    message: finding.message,
    severity: finding.severity,
    confidence: finding.confidence,
    file: finding.location.uri,
    range: oneBased(finding.location.range),
    resource: finding.resource,
    ...(finding.container === undefined ? {} : { container: finding.container }),
    ...(finding.template === undefined ? {} : { template: finding.template }),
    evidence: finding.evidence.map(jsonSupport),
    fixes: finding.fixes.map(jsonFix),
    fingerprint: finding.fingerprint,
    helpUri: helpUri(finding.ruleId),
  };
}

function jsonSuppressed({ suppressed, ...finding }: Finding): object {
  return { ...jsonFinding(finding), suppression: suppressed };
}

function jsonSupport({ message, location }: Support): object {
  return {
    message,
    file: location?.uri ?? null,
    range: location === undefined ? null : oneBased(location.range),
  };
}

function jsonFix({ title, safety, edits }: FindingFix): object {
  return {
    title,
    safety,
    edits: edits.map(({ uri, range, newText }) => ({ file: uri, range: oneBased(range), newText })),
  };
}

function jsonProblem({ uri, range, message, code, severity }: Problem): object {
  return { file: uri, range: range === null ? null : oneBased(range), message, code, severity };
}

/** Lines and columns from 1, `end` exclusive. */
export function oneBased({ start, end }: Range): object {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
