import type { ServiceAccount } from '../../src/facts/accounts/account.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { type Grant, isEffective, isOfCluster } from '../../src/facts/rbac/grant.ts';
import { isMissingRole } from '../../src/facts/missing.ts';
import { accountOfSubject } from '../../src/facts/rbac/rbac.ts';
import { mayBelongTogether, namespacesMeet } from '../../src/facts/objects/scope.ts';
import { bindingEvidence } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';
import { addTo } from '../../src/lists/addTo.ts';

export default defineRule({
  meta: {
    id: 'account-orphan',
    description: 'An account has permissions, and no workload uses it.',
    rationale: `A program is removed and its account stays, with its role: nobody misses it, and nobody watches it. Whoever may
create pods in the namespace, or tokens of its accounts, has those permissions still, under a name that looks as if it belonged there.

Delete the account and its bindings with the program. Silent where something else may use it: a field or an argument of another
object that names it as an account, a token Secret for use from outside. Reported only where the input is known to be complete.`,
    severity: 'info',
    presets: ['strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['NSA-CISA', 'MITRE-T1078', 'CWE-250'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review'],
    fixable: false,
    messages: {
      orphan: 'No workload of the input runs as this account, and it holds {roles}; the input is {reason}',
    },
  },
  *check({ facts }) {
    const granted = grantsByName(facts);
    for (const account of facts.accounts) {
      const { complete, reason } = facts.completeness.of(account.document);
      const { name } = account;
      if (!complete || name === null || name === 'default') continue;
      if (isUsed(account, name, facts) || facts.isWritten(name, account.document)) continue;
      const grants = (granted.get(name) ?? []).filter((grant) => isMeant(account, grant));
      if (grants.length === 0) continue;
      const roles = grants.map(({ binding }) => `${binding.roleKind} "${binding.roleName}"`);
      yield {
        messageId: 'orphan',
        data: { roles: listWords([...new Set(roles)]), reason },
        location: account.root.at('metadata', 'name').valueLocation,
        resource: account,
        confidence: 'medium',
        evidence: bindingEvidence(grants),
      };
    }
  },
});

/** What another chart runs by that name and declares itself is nobody's use of this one. */
function isUsed(account: ServiceAccount, name: string, { podsByAccount, accountIndex }: Facts): boolean {
  return podsByAccount.candidates(name, account.namespace).some((pod) => {
    const meant = accountIndex.nearest(name, pod);
    return meant.length === 0 || meant.includes(account);
  });
}

function grantsByName(facts: Facts): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of facts.grants) {
    const name = accountOfSubject(grant.subject)?.name;
    if (name === undefined || !isEffective(grant) || isOfCluster(grant.binding)) continue;
    // It grants nothing (rbac-dangling).
    if (isMissingRole(facts.roleIndex, facts.completeness, grant)) continue;
    addTo(found, name, grant);
  }
  return found;
}

function isMeant(account: ServiceAccount, { binding, subject }: Grant): boolean {
  const meant = accountOfSubject(subject);
  return meant !== undefined && namespacesMeet(account, meant) && mayBelongTogether(binding.document, account.document);
}
