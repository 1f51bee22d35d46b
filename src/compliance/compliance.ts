import type { Finding, LintResult } from '../lint/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { type Control, type FrameworkId, frameworks } from './framework.ts';

/** What a run says of one control. */
export interface ControlResult {
  readonly control: Control;
  /** `unchecked`: no rule that ran looks at it; `clear` is no proof, only that the rules found nothing. */
  readonly status: 'findings' | 'clear' | 'unchecked';
  /** The ids of the rules that looked at it. */
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

/** @param rules those that ran. */
export function complianceOf(
  id: FrameworkId,
  rules: readonly Rule[],
  { findings, suppressed }: Pick<LintResult, 'findings' | 'suppressed'>,
): Compliance {
  const { name, url, controls } = frameworks[id];
  const results = controls.map((control) => resultOf(control, rules, findings, suppressed));
  const grouped = new Set(results.flatMap((result) => result.findings));
  return { id, name, url, controls: results, others: findings.filter((finding) => !grouped.has(finding)) };
}

function resultOf(
  control: Control,
  all: readonly Rule[],
  findings: readonly Finding[],
  suppressed: readonly Finding[],
): ControlResult {
  const rules = all.filter((rule) => checks(rule, control)).map(({ meta }) => meta.id);
  const concerns = (finding: Finding): boolean =>
    (rules.length > 0 && finding.ways?.some((way) => control.ways?.includes(way)) === true) ||
    [finding, ...(finding.explains ?? [])].some(
      ({ ruleId, messageId }) => rules.includes(ruleId) && (control.messages?.[ruleId]?.includes(messageId) ?? true),
    );
  const own = findings.filter(concerns);
  const status = own.length > 0 ? 'findings' : rules.length > 0 ? 'clear' : 'unchecked';
  return { control, status, rules, findings: own, accepted: suppressed.filter(concerns) };
}

function checks({ meta }: Rule, { tag, rules }: Control): boolean {
  return meta.tags.includes(tag) && (rules === undefined || rules.some((prefix) => meta.id.startsWith(prefix)));
}
