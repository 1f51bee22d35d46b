import { type Facts, mostWorkloads } from '../facts/facts.ts';
import { LastMade } from '../memo/lastMade.ts';
import type { Made, Reads } from '../facts/objects/reads.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import { containerUse } from './containerEvidence.ts';
import type { ApiUse } from './evidence.ts';
import { tellingGrants } from './grantEvidence.ts';
import type { Injection } from './injection.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { podEvidence } from './podEvidence.ts';
import { SiblingIndex } from './siblings.ts';
import { mapped } from '../lists/mapped.ts';
import { judge } from './verdict.ts';

/** Judges workloads: a verdict is made when it is asked for, and the latest are kept. */
export function createJudge(
  facts: Facts,
  knowledge: Knowledge,
  injections: (workload: Workload) => readonly Injection[],
  reads: Reads,
): (workload: Workload) => ApiUse {
  const siblings = new SiblingIndex(facts, knowledge, reads);
  const verdicts = new LastMade<Workload, Made<ApiUse>>(mostWorkloads);
  const verdictOf = (workload: Workload): ApiUse => {
    const containers = mapped(workload.containers, (one) => containerUse(one, workload, facts, knowledge));
    const grants = tellingGrants(workload.grants, knowledge);
    const idle = containers.filter(({ verdict: own }) => own === 'unused').map(({ container }) => container);
    const open = workload.containers.filter((container) => !idle.includes(container));
    const judged = judge({
      workload,
      completeness: facts.completeness.of(workload.document),
      grants,
      pod: podEvidence(workload, injections(workload)),
      containers,
      // Its own grants say more.
      sibling: grants.length > 0 ? undefined : siblings.evidenceFor(workload, open),
    });
    return { idle, ...judged };
  };
  return (workload) => reads.memo(verdicts, workload, () => verdictOf(workload));
}
