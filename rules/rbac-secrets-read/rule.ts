import { escalatedBy } from '../../src/rule/escalated.ts';
import { accessWords } from '../../src/rule/escalation.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-secrets-read',
    description: 'An account may read all Secrets of a namespace, or of all.',
    rationale: `Secrets hold the tokens of other accounts (type \`kubernetes.io/service-account-token\`, without expiry), the passwords of
databases and the keys of certificates. Who may \`list\` them has read them: the answer holds their contents, as do those to
\`patch\` and \`deletecollection\`. An attacker in an ingress controller that may list Secrets in all namespaces asks once and owns
whatever they open. With \`create\` as well, the control plane writes a token of any account of the namespace into a new Secret.

Mount the Secrets that a program needs, or name them: \`resourceNames\` with \`get\`. Give the role in the namespaces where it is
needed, by a Role or a RoleBinding, not in all.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 7.5,
    tags: ['CIS-5.1.2', 'NSA-CISA', 'MITRE-T1552.007', 'MITRE-T1528', 'CWE-250', 'CWE-522'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets'],
    fixable: false,
    messages: {
      read: '{access} lets {accounts} read every Secret {scope}',
      mint: '{access} lets {accounts} read every Secret {scope}, and create ones that the control plane fills with tokens of other accounts',
      role: '{access} lets {accounts} {powers} {scope}',
    },
  },
  *check({ facts }) {
    for (const { escalation, report, data } of escalatedBy(facts, 'secretsRead')) {
      const telling = new Set(['create', ...escalation.verbs]);
      const verbs = (escalation.at?.rule.verbs ?? []).filter((verb) => telling.has(verb));
      const creates = verbs.includes('create') || verbs.includes('*');
      yield {
        messageId: escalation.at === undefined ? 'role' : creates ? 'mint' : 'read',
        data: creates
          ? { ...data, access: `The rule "${accessWords({ verbs, resources: escalation.resources })}"` }
          : data,
        ...report,
        weight: 1,
      };
    }
  },
});
