import {
  type BaselineEntry,
  type Recorded,
  type Scope,
  compareWithBaseline,
  updatedEntries,
} from '../baseline/baseline.ts';
import type { Finding, LintResult } from './finding.ts';
import { objectWords } from './objectWords.ts';
import { severityCounts } from './severityCounts.ts';

/** What a baseline is compared with. */
export interface BaselineScope extends Scope {
  /** What the baseline calls a file. */
  sourceOf(uri: string): Pick<Recorded, 'file' | 'stdin'>;
}

/** A result beside a baseline. */
export interface BaselinedResult {
  /** What is in the baseline is suppressed. */
  readonly result: LintResult;
  /** Entries that the run would have found, and did not. */
  readonly gone: readonly BaselineEntry[];
  /** The entries after an update, which accepts all findings. */
  readonly updated: readonly BaselineEntry[];
}

export function withBaseline(
  result: LintResult,
  entries: readonly BaselineEntry[],
  scope: BaselineScope,
): BaselinedResult {
  const found = result.findings.map((finding) => ({ finding, recorded: recordOf(finding, scope) }));
  const records = found.map(({ recorded }) => recorded);
  const comparison = compareWithBaseline(records, entries, scope);
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const { finding, recorded } of found) {
    const entry = comparison.known.get(recorded);
    if (entry === undefined) fresh.push(finding);
    // In this order: see `fingerprinter`.
    else known.push({ suppressed: { kind: 'external', reason: entry.reason }, ...finding });
  }
  return {
    result: {
      ...result,
      findings: fresh,
      suppressed: [...result.suppressed, ...known],
      summary: { ...result.summary, ...severityCounts(fresh), baselined: known.length },
    },
    gone: comparison.gone,
    updated: updatedEntries(records, comparison),
  };
}

function recordOf(
  { ruleId, location, template, resource, partialFingerprint }: Finding,
  scope: BaselineScope,
): Recorded {
  return {
    ruleId,
    ...scope.sourceOf(location.uri),
    ...(template === undefined ? {} : { template: template.file }),
    object: objectWords(resource),
    fingerprint: partialFingerprint,
  };
}
