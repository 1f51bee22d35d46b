import { escalationOf } from '../facts/escalation.ts';
import type { Workload } from '../facts/workload.ts';
import type { Report } from './rule.ts';

/** What a report gains from the account's permissions: `error`, a place at the top, and the reason. */
export function raisedBy(workload: Workload): Pick<Report, 'severity' | 'weight' | 'evidence'> | undefined {
  const found = workload.grants.flatMap((grant) => {
    const reason = escalationOf(grant);
    return reason === undefined ? [] : [{ grant, reason }];
  });
  const worst = found.find(({ reason }) => reason === 'may do everything') ?? found[0];
  if (worst === undefined) return undefined;
  const { grant, reason } = worst;
  const scope = grant.clusterWide ? 'in all namespaces' : 'in its namespace';
  const message = `The account ${reason} ${scope} (${grant.binding.roleKind} "${grant.binding.roleName}")`;
  return {
    severity: 'error',
    weight: reason === 'may do everything' && grant.clusterWide ? 2 : 1,
    evidence: [{ message, location: grant.binding.roleRef.get('name').valueLocation }],
  };
}
