import { isOfCluster } from '../../src/facts/rbac/grant.ts';
import { isMissingAccount, isMissingRole } from '../../src/facts/missing.ts';
import { accountOfSubject } from '../../src/facts/rbac/rbac.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-dangling',
    description: 'A binding names a role or an account that is not there.',
    rationale: `The API server takes such a binding (201) and it waits. An account of that name that anybody creates later, and creating
accounts is a permission that many have, gets what the binding grants, without the check that nobody gives out more than they have.
Left over from something that was deleted, it is a door that nobody watches; mistyped, it is a program that gets 403.

Reported only where the input is known to hold all accounts and roles: a dump of a cluster that has them, or \`--complete\`.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['NSA-CISA', 'MITRE-T1098.006', 'CWE-732'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review'],
    fixable: false,
    messages: {
      role: 'There is no {kind} "{name}", and the input is {reason}: the binding grants nothing until somebody creates it',
      account: 'There is no account "{name}", and the input is {reason}: whoever creates it has what {role} grants',
    },
  },
  *check({ facts }) {
    const seen = new Set<unknown>();
    for (const grant of facts.grants) {
      const { binding, subject } = grant;
      if (isOfCluster(binding)) continue;
      const { reason } = facts.completeness.of(binding.document);
      const { roleKind, roleName } = binding;
      const common = { resource: binding, confidence: 'high' } as const;
      if (!seen.has(binding) && isMissingRole(facts.roleIndex, facts.completeness, grant)) {
        const location = binding.roleRef.get('name').valueLocation;
        yield { ...common, messageId: 'role', location, data: { kind: roleKind, name: roleName, reason } };
      }
      seen.add(binding);
      const account = accountOfSubject(subject);
      if (account === undefined) continue;
      const from = { document: binding.document, namespace: account.namespace };
      if (!isMissingAccount(facts.accountIndex, facts.completeness, account.name, from)) continue;
      const name = `${account.namespace === null ? '' : `${account.namespace}/`}${account.name}`;
      const location = subject.field.get('name').valueLocation;
      yield { ...common, messageId: 'account', location, data: { name, reason, role: `${roleKind} "${roleName}"` } };
    }
  },
});
