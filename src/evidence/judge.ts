import type { Completeness } from '../facts/completeness.ts';
import type { Facts } from '../facts/facts.ts';
import type { Grant } from '../facts/grant.ts';
import { isEffective } from '../facts/grant.ts';
import type { Workload } from '../facts/workload.ts';
import type { ApiUse, Evidence } from './evidence.ts';

/** Judges each workload of the facts; verdicts are made when asked for and kept. */
export function createJudge(facts: Facts): (workload: Workload) => ApiUse {
  const verdicts = new Map<Workload, ApiUse>();
  return (workload) => {
    const known = verdicts.get(workload);
    if (known !== undefined) return known;
    const verdict = judge(workload, facts.completeness.of(workload.document));
    verdicts.set(workload, verdict);
    return verdict;
  };
}

function judge(workload: Workload, { complete, reason }: Completeness): ApiUse {
  const effective = workload.grants.filter(isEffective);
  if (effective.length > 0) return { verdict: 'used', confidence: 'high', evidence: effective.map(grantEvidence) };
  if (!complete) return { verdict: 'unknown', confidence: 'low', evidence: [] };
  const account = workload.account ?? workload;
  const evidence: Evidence = {
    kind: 'unbound',
    direction: 'unused',
    strength: 'strong',
    message: `No RoleBinding or ClusterRoleBinding grants anything to the account "${workload.serviceAccount.name}"; the input is ${reason}`,
    location:
      workload.account === undefined
        ? workload.serviceAccount.field.valueLocation
        : account.root.at('metadata', 'name').valueLocation,
  };
  return { verdict: 'unused', confidence: workload.account === undefined ? 'medium' : 'high', evidence: [evidence] };
}

function grantEvidence(grant: Grant): Evidence {
  const { binding, role } = grant;
  const roleName = `${binding.roleKind} "${binding.roleName}"`;
  const missing = grant.known === 'missing' ? ', which is not in the input' : '';
  return {
    kind: 'binding',
    direction: 'used',
    strength: 'strong',
    message: `${binding.kind} "${binding.name ?? ''}" grants ${roleName}${missing} to the account`,
    location: role?.root.at('metadata', 'name').valueLocation ?? grant.subject.field.get('name').valueLocation,
  };
}
