import { changeOfPatch } from '../fixes/change.ts';
import { editOfPatch } from '../fixes/patch.ts';
import type { Location } from '../documents/document.ts';
import type { Fix, Report, Rule, Severity, Support } from '../rule/rule.ts';
import { comparePositions } from '../text/position.ts';
import { redactTokens } from '../text/redact.ts';
import type { Finding, FindingFix, UnnamedFinding } from './finding.ts';
import { identityOf } from './fingerprint.ts';
import { formatMessage } from './message.ts';
import { compareText } from '../text/compareText.ts';

/**
 * A report as a finding.
 * @param suppressedFor the reason of the suppression that it falls under, perhaps empty.
 */
export function finish(
  rule: Rule,
  report: Report,
  severity: Severity,
  suppressedFor: string | undefined,
): UnnamedFinding {
  const { apiVersion, kind, namespace, name, document } = report.resource;
  return {
    ruleId: rule.meta.id,
    messageId: report.messageId,
    message: formatMessage(rule.meta.messages[report.messageId] ?? report.messageId, report.data),
    severity,
    confidence: report.confidence,
    resource: { apiVersion, kind: redactTokens(kind), namespace: redacted(namespace), name: redacted(name) },
    container: report.container,
    location: placeOf(report.location),
    template: document.template === undefined ? undefined : { file: redactTokens(document.template) },
    evidence: (report.evidence ?? []).map(finishSupport),
    fixes: (report.fixes ?? []).flatMap(finishFix),
    weight: report.weight ?? 0,
    ...(report.ways === undefined ? {} : { ways: report.ways }),
    ...(suppressedFor === undefined
      ? {}
      : { suppressed: { kind: 'inSource' as const, reason: redactTokens(suppressedFor) } }),
    partialFingerprint: identityOf(rule.meta.id, report),
  };
}

/** Paths within documents are not told; thousands of findings are held. */
function placeOf({ uri, range }: Location): Location {
  return { uri, range };
}

function finishSupport({ message, location }: Support): Support {
  return { message: redactTokens(message), ...(location === undefined ? {} : { location: placeOf(location) }) };
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

type Compared = Pick<Finding, 'severity' | 'weight' | 'location' | 'ruleId' | 'message'>;

/** The worst first; of equals, in the order of the text. */
export function compareFindings(a: Compared, b: Compared): number {
  return (
    ranks[a.severity] - ranks[b.severity] ||
    b.weight - a.weight ||
    compareText(a.location.uri, b.location.uri) ||
    comparePositions(a.location.range.start, b.location.range.start) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}
