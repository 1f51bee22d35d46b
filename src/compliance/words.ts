import type { ControlResult } from './compliance.ts';
import type { Control } from './framework.ts';
import { counted } from '../text/counted.ts';

/**
 * `3 findings`, `no findings (2 rules)`, `nothing to check in the input`, `not checked`; `, 2 accepted` where some are
 * suppressed or in the baseline.
 */
export function statusWords({ status, findings, rules, accepted }: ControlResult): string {
  if (status === 'unchecked') return 'not checked';
  if (status === 'absent') return 'nothing to check in the input';
  const words =
    status === 'clear' ? `no findings (${counted(rules.length, 'rule')})` : counted(findings.length, 'finding');
  return accepted.length === 0 ? words : `${words}, ${String(accepted.length)} accepted`;
}

/** What the input holds none of: `workload, ServiceAccount or Secret`. */
export function subjectWords({ looksAt = [] }: Control): string {
  const words = looksAt.map((subject) => subject.words);
  return [...words.slice(0, -2), words.slice(-2).join(' or ')].join(', ');
}
