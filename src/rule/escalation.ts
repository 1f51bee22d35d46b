import { type Escalation, escalationsOf, grantsEverything } from '../facts/rbac/escalation.ts';
import type { Grant } from '../facts/rbac/grant.ts';
import { scopeWords } from '../facts/rbac/grantWords.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Report } from './rule.ts';
import { allWords } from './words.ts';

/** What a report gains from the account's permissions: `error`, a place at the top, and the reason. */
export function raisedBy(workload: Workload): Pick<Report, 'severity' | 'weight' | 'evidence'> | undefined {
  const worst = worstOf(workload.grants);
  if (worst === undefined) return undefined;
  const { grant, escalation } = worst;
  const { binding } = grant;
  const spelt = escalation.at === undefined || grantsEverything(escalation) ? '' : `: ${accessWords(escalation)}`;
  const message = `The account may ${allWords(escalation.words)} ${scopeWords(grant)} (${binding.roleKind} "${binding.roleName}"${spelt})`;
  return {
    severity: 'error',
    weight: grantsEverything(escalation) && grant.clusterWide ? 2 : 1,
    evidence: [{ message, location: binding.roleRef.get('name').valueLocation }],
  };
}

/** What holds in all namespaces before what holds in one, and of each, everything before the rest. */
function worstOf(grants: readonly Grant[]): { grant: Grant; escalation: Escalation } | undefined {
  const found = grants.flatMap((grant) => {
    const [escalation] = escalationsOf(grant);
    return escalation === undefined ? [] : [{ grant, escalation }];
  });
  const weigh = ({ grant, escalation }: (typeof found)[number]): number =>
    (grant.clusterWide ? 2 : 0) + (grantsEverything(escalation) ? 1 : 0);
  return found.sort((a, b) => weigh(b) - weigh(a))[0];
}

/** What a rule of a role allows, as it writes it: `get, list on secrets`. */
export function accessWords({ verbs, resources }: Pick<Escalation, 'verbs' | 'resources'>): string {
  return `${verbs.join(', ')} on ${resources.join(', ')}`;
}
