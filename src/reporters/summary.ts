import type { Finding, LintResult } from '../lint/finding.ts';
import { groupBy } from '../lists/groupBy.ts';
import { counted } from '../text/counted.ts';
import { compareText } from '../text/compareText.ts';

/** `2 errors, 1 warning, 1 problem`; `No findings, 13 accepted`. */
export function summaryWords({ summary, problems, suppressed }: LintResult): string {
  const parts = [
    counted(summary.errors, 'error'),
    counted(summary.warnings, 'warning'),
    counted(summary.infos, 'info'),
  ].filter((part) => !part.startsWith('0 '));
  const found = parts.length === 0 ? 'No findings' : parts.join(', ');
  const beside = [
    ...(problems.length === 0 ? [] : [counted(problems.length, 'problem')]),
    ...(suppressed.length === 0 ? [] : [`${String(suppressed.length)} accepted`]),
  ];
  return [found, ...beside].join(', ');
}

/** `4 workloads in 9 documents of 2 files`. */
export function scopeWords({ summary }: Pick<LintResult, 'summary'>): string {
  const { workloads, documents, files } = summary;
  return `${counted(workloads, 'workload')} in ${counted(documents, 'document')} of ${counted(files, 'file')}`;
}

/** `12 suppressed, 40 in the baseline`; nothing where there are none. */
export function acceptedWords({ summary }: Pick<LintResult, 'summary'>): string {
  const { suppressed, baselined = 0 } = summary;
  return [
    ...(suppressed === 0 ? [] : [`${String(suppressed)} suppressed`]),
    ...(baselined === 0 ? [] : [`${String(baselined)} in the baseline`]),
  ].join(', ');
}

/** A table of how much was found in each namespace; without rows where it would have one line, or not all is listed. */
export function namespaceTable({ findings, suppressed, summary }: LintResult): { header: string[]; rows: string[][] } {
  const byNamespace = [...groupBy([...findings, ...suppressed], ({ resource }) => resource.namespace ?? '')];
  const rows = byNamespace
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, own]) => {
      const counts = severities.map(
        (severity) => own.filter((one) => !one.suppressed && one.severity === severity).length,
      );
      const accepted = own.filter((one) => one.suppressed).length;
      return [name === '' ? '(none written, or of the cluster)' : name, ...[...counts, accepted].map(String)];
    });
  const isAll = findings.length === summary.errors + summary.warnings + summary.infos;
  return {
    header: ['namespace', 'errors', 'warnings', 'infos', 'accepted'],
    rows: rows.length > 1 && isAll ? rows : [],
  };
}

const severities = ['error', 'warning', 'info'] as const;

/** Why a finding is accepted, and where that is said. */
export function reasonWords({ suppressed }: Pick<Finding, 'suppressed'>): string {
  const reason = suppressed?.reason ?? '';
  return `${reason === '' ? 'no reason given' : reason} (${suppressed?.kind === 'external' ? 'baseline' : 'suppressed'})`;
}
