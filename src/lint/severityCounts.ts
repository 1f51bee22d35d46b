import type { Finding, Summary } from './finding.ts';

/** How many findings of each severity there are, as a summary tells it. */
export function severityCounts(findings: readonly Finding[]): Pick<Summary, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}
