import { isEffective, isOfCluster } from '../../src/facts/rbac/grant.ts';
import { scopeWords } from '../../src/facts/rbac/grantWords.ts';
import { accountOfSubject } from '../../src/facts/rbac/rbac.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-default-account',
    description: 'A binding gives a role to an account called "default".',
    rationale: `Every pod of a namespace that names no account runs as \`default\`: the forgotten debug pod, the job from a tutorial, the
next chart. A role that one program needed, and that was bound to \`default\` because it worked at once, is theirs too. An attacker
in any of them finds the token in a file.

Make an account for the program that needs the role, set its \`serviceAccountName\`, and bind the role to it.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6,
    tags: ['CIS-5.1.5', 'NSA-CISA', 'MITRE-T1078.001', 'MITRE-T1528', 'CWE-250'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege'],
    fixable: false,
    messages: {
      bound:
        '{role} is given to the account "default" of {namespace}: every pod there that names no account has it, {scope}',
    },
  },
  *check({ facts }) {
    for (const grant of facts.grants) {
      const { binding, subject } = grant;
      const account = accountOfSubject(subject);
      if (account?.name !== 'default' || !isEffective(grant) || isOfCluster(binding)) continue;
      yield {
        messageId: 'bound',
        data: {
          role: `${binding.roleKind} "${binding.roleName}"`,
          namespace: account.namespace === null ? 'its namespace' : `the namespace "${account.namespace}"`,
          scope: scopeWords(grant),
        },
        location: subject.field.get('name').valueLocation,
        resource: binding,
        confidence: 'high',
      };
    }
  },
});
