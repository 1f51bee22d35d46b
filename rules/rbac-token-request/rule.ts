import { escalatedBy } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-token-request',
    description: 'An account may create tokens of any account of a namespace, or of all.',
    rationale: `\`create\` on \`serviceaccounts/token\` makes a token of any account there, for any audience and as long as the server
allows: \`kubectl create token -n kube-system clusterrole-aggregation-controller\` is one step from the whole cluster. Such tokens are
bound to no pod unless the request says so: only the end of the account itself ends them before they expire.

Name the accounts (\`resourceNames\`): the name is in the request, so that it works for this \`create\`. A program that wants tokens of
its own account is better served by a projected volume. Note that \`*/token\` grants it too, and \`serviceaccounts/*\` does not.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 8,
    tags: ['CIS-5.1.13', 'NSA-CISA', 'MITRE-T1528', 'MITRE-T1098', 'CWE-250', 'CWE-269'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request'],
    fixable: false,
    messages: {
      token: '{access} lets {accounts} create tokens of any account {scope}',
    },
  },
  *check({ facts }) {
    for (const { report, data } of escalatedBy(facts, 'tokenRequest')) {
      yield { messageId: 'token', data, ...report, weight: 1 };
    }
  },
});
