import type { ServiceAccount } from '../../src/facts/account.ts';
import { accountNameAnnotation } from '../../src/facts/constants.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { isEffective, isOfCluster } from '../../src/facts/grant.ts';
import { accountOfSubject } from '../../src/facts/rbac.ts';
import { mayBelongTogether, namespacesMeet } from '../../src/facts/scope.ts';
import { bindingEvidence } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';

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
      orphan: 'No workload runs as this account, and it holds {roles}; the input is {reason}',
    },
  },
  *check({ facts }) {
    const used = new Set(facts.workloads.map(({ account }) => account));
    const names = new Set(facts.workloads.map(({ serviceAccount }) => serviceAccount.name));
    for (const account of facts.accounts) {
      const { complete, reason } = facts.completeness.of(account.document);
      if (!complete || account.name === null || account.name === 'default') continue;
      if (used.has(account) || names.has(account.name) || isMentioned(account, facts)) continue;
      const grants = facts.grants.filter(
        (grant) =>
          isEffective(grant) &&
          !isOfCluster(grant.binding) &&
          isMeant(account, accountOfSubject(grant.subject)) &&
          mayBelongTogether(grant.binding.document, account.document),
      );
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

function isMeant(account: ServiceAccount, meant: ReturnType<typeof accountOfSubject>): boolean {
  return meant?.name === account.name && namespacesMeet(account, meant);
}

/** Whether an object, its arguments or a template in it names the account, or holds a token of it. */
function isMentioned(account: ServiceAccount, facts: Facts): boolean {
  const name = (account.name ?? '').replaceAll(/[.]/g, '\\.');
  const mention = new RegExp(
    `service[-_ ]?account[-_a-z]*["']?\\s*[:=]\\s*["']?${name}(?![-.a-z0-9])|${accountNameAnnotation}["']?:\\s*["']?${name}(?![-.a-z0-9])`,
    'i',
  );
  return facts.documents.some(
    (document) =>
      mayBelongTogether(document, account.document) &&
      mention.test(document.file.text.slice(document.start, document.end)),
  );
}
