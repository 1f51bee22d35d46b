import type { Facts } from '../facts/facts.ts';
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { type Control, frameworks } from './framework.ts';
import type { FrameworkId } from './frameworkIds.ts';

/** What a run says of one control. */
export interface ControlResult {
  readonly control: Control;
  /**
   * `unchecked`: no rule that ran looks at it; `absent`: the input holds nothing that it is about; `clear` is no proof, only
   * that the rules found nothing.
   */
  readonly status: 'findings' | 'clear' | 'absent' | 'unchecked';
  /** The ids of the rules that looked at it, those among them whose findings tell another rule's. */
  readonly rules: readonly string[];
  readonly findings: readonly Finding[];
  /** Findings that somebody decided to live with. */
  readonly accepted: readonly Finding[];
}

/** Findings grouped by the controls of a framework. */
export interface Compliance {
  readonly id: FrameworkId;
  readonly name: string;
  readonly url: string;
  readonly controls: readonly ControlResult[];
  /** Findings that concern none of its controls. */
  readonly others: readonly Finding[];
}

/** @param rules those that ran. @param facts of what they looked at. */
export function complianceOf(
  id: FrameworkId,
  rules: readonly Rule[],
  found: Pick<LintResult, 'findings' | 'suppressed'>,
  facts: Facts,
): Compliance {
  const { name, url, controls } = frameworks[id];
  const results = controls.map((control) => resultOf(control, rules, found, facts));
  const grouped = new Set(results.flatMap((result) => result.findings));
  return { id, name, url, controls: results, others: found.findings.filter((finding) => !grouped.has(finding)) };
}

function resultOf(
  control: Control,
  all: readonly Rule[],
  { findings, suppressed }: Pick<LintResult, 'findings' | 'suppressed'>,
  facts: Facts,
): ControlResult {
  const rules = all.filter((rule) => checks(rule, control)).map(({ meta }) => meta.id);
  const concerns = (finding: Finding): boolean =>
    (rules.length > 0 && finding.ways?.some((way) => control.ways?.includes(way)) === true) ||
    [finding, ...(finding.explains ?? [])].some(
      ({ ruleId, messageId }) => rules.includes(ruleId) && (control.messages?.[ruleId]?.includes(messageId) ?? true),
    );
  const own = findings.filter(concerns);
  const accepted = suppressed.filter(concerns);
  const status = statusOf(control, rules, [own, accepted], facts);
  const telling = [...own, ...accepted].map(({ ruleId }) => ruleId);
  return { control, status, rules: [...new Set([...rules, ...telling])], findings: own, accepted };
}

function statusOf(
  { looksAt }: Control,
  rules: readonly string[],
  [own, accepted]: readonly [readonly Finding[], readonly Finding[]],
  facts: Facts,
): ControlResult['status'] {
  if (own.length > 0) return 'findings';
  if (rules.length === 0) return 'unchecked';
  const isThere = accepted.length > 0 || looksAt === undefined || looksAt.some((subject) => subject.isIn(facts));
  return isThere ? 'clear' : 'absent';
}

function checks({ meta }: Rule, { tag, rules }: Control): boolean {
  return meta.tags.includes(tag) && (rules === undefined || rules.some((prefix) => meta.id.startsWith(prefix)));
}
