import type { ControlResult } from './compliance.ts';

/** `3 findings`, `no findings (2 rules)`, `not checked`; `, 2 accepted` where some are suppressed or in the baseline. */
export function statusWords({ status, findings, rules, accepted }: ControlResult): string {
  if (status === 'unchecked') return 'not checked';
  const words = status === 'clear' ? `no findings (${count(rules.length, 'rule')})` : count(findings.length, 'finding');
  return accepted.length === 0 ? words : `${words}, ${String(accepted.length)} accepted`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
