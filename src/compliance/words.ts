import type { ControlResult } from './compliance.ts';

/** `3 findings`, `no findings (2 rules)`, `not checked`. */
export function statusWords({ status, findings, rules }: ControlResult): string {
  if (status === 'unchecked') return 'not checked';
  if (status === 'clear') return `no findings (${count(rules.length, 'rule')})`;
  return count(findings.length, 'finding');
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
