import type { Finding, LintResult } from '../lint/finding.ts';

/** `2 errors and 1 warning`; `No findings`. */
export function summaryWords({ summary }: Pick<LintResult, 'summary'>): string {
  const parts = [
    count(summary.errors, 'error'),
    count(summary.warnings, 'warning'),
    count(summary.infos, 'info'),
  ].filter((part) => !part.startsWith('0 '));
  return parts.length === 0 ? 'No findings' : parts.join(', ');
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
