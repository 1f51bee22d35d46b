import type { Finding, LintResult } from '../lint/finding.ts';

/** `2 errors, 1 warning, 1 problem`; `No findings, 13 accepted`. */
export function summaryWords({ summary, problems, suppressed }: LintResult): string {
  const parts = [
    count(summary.errors, 'error'),
    count(summary.warnings, 'warning'),
    count(summary.infos, 'info'),
  ].filter((part) => !part.startsWith('0 '));
  const found = parts.length === 0 ? 'No findings' : parts.join(', ');
  const beside = [
    ...(problems.length === 0 ? [] : [count(problems.length, 'problem')]),
    ...(suppressed.length === 0 ? [] : [`${String(suppressed.length)} accepted`]),
  ];
  return [found, ...beside].join(', ');
}

/** `4 workloads in 9 documents of 2 files`. */
export function scopeWords({ summary }: Pick<LintResult, 'summary'>): string {
  const { workloads, documents, files } = summary;
  return `${count(workloads, 'workload')} in ${count(documents, 'document')} of ${count(files, 'file')}`;
}

/** `12 suppressed, 40 in the baseline`; nothing where there are none. */
export function acceptedWords({ summary }: Pick<LintResult, 'summary'>): string {
  const { suppressed, baselined = 0 } = summary;
  return [
    ...(suppressed === 0 ? [] : [`${String(suppressed)} suppressed`]),
    ...(baselined === 0 ? [] : [`${String(baselined)} in the baseline`]),
  ].join(', ');
}

/** Why a finding is accepted, and where that is said. */
export function reasonWords({ suppressed }: Pick<Finding, 'suppressed'>): string {
  const reason = suppressed?.reason ?? '';
  return `${reason === '' ? 'no reason given' : reason} (${suppressed?.kind === 'external' ? 'baseline' : 'suppressed'})`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
