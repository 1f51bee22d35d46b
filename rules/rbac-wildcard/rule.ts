import { grantsEverything } from '../../src/facts/rbac/escalation.ts';
import { escalatedBy } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-wildcard',
    description: 'An account’s role holds * for resources, and with it more than is written.',
    rationale: `\`*\` covers what the writer did not think of: Secrets, \`serviceaccounts/token\`, \`pods/exec\`, \`nodes/proxy\`, subresources,
and every kind that an operator brings next year. With \`*\` for verbs too it holds \`bind\`, \`escalate\` and \`impersonate\`. A dashboard
that was to list objects in the core group reads all passwords of the cluster; whoever takes over its pod does.

Name the resources and verbs. Reported is only \`*\` for resources in groups where it leads to more tokens or permissions, at the
\`*\`; a named resource with \`*\` for verbs is the finer rules' matter (\`rbac-secrets-read\`, \`rbac-escalation\`, …).`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 8.5,
    tags: ['CIS-5.1.3', 'NSA-CISA', 'MITRE-T1098.006', 'MITRE-T1528', 'CWE-250', 'CWE-269'],
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources',
    ],
    fixable: false,
    messages: {
      everything: '{access} in all API groups lets {accounts} do everything {scope}',
      resources: '{access} covers more than is written, by its *: {accounts} may {powers} {scope}',
    },
  },
  *check({ facts }) {
    for (const { escalation, report, data, grants } of escalatedBy(facts, 'wildcard')) {
      const all = grantsEverything(escalation);
      const wide = grants.some(({ clusterWide }) => clusterWide);
      yield {
        messageId: all ? 'everything' : 'resources',
        data,
        ...report,
        severity: escalation.verbs.includes('*') ? 'error' : 'warning',
        weight: all && wide ? 2 : 1,
      };
    }
  },
});
