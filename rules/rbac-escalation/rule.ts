import { escalatedBy } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-escalation',
    description: 'An account may bind, escalate, impersonate, approve certificates or change admission webhooks.',
    rationale: `The API server lets nobody give out more than they have, with exceptions that are verbs: \`escalate\` writes roles that hold
more, \`bind\` binds roles that hold more, \`impersonate\` acts as somebody else. Each makes the account as strong as the strongest one
in reach: with \`impersonate\` on groups, \`--as-group system:masters\` is the whole cluster.

Two more lead there. Who approves certificate requests for API clients gets a certificate of any user, which cannot be revoked.
Who writes a MutatingWebhookConfiguration is asked about every object and may change it: another image and account in any pod.

Name what is meant with \`resourceNames\`: the roles that an operator binds, the signer that it approves for, its own webhook.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 8.5,
    tags: ['CIS-5.1.8', 'CIS-5.1.11', 'CIS-5.1.12', 'NSA-CISA', 'MITRE-T1098.006', 'CWE-250', 'CWE-269'],
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping',
    ],
    fixable: false,
    messages: {
      grant: '{access} exempts {accounts} from the limit that nobody gives out more than they have ({scope})',
      impersonate: '{access} lets {accounts} {powers} {scope}',
      approve: '{access} lets {accounts} {powers} {scope}',
      webhooks: '{access} lets {accounts} {powers} {scope}',
    },
  },
  *check({ facts }) {
    for (const { escalation, report, data } of escalatedBy(facts, 'escalation')) {
      yield { messageId: messageOf(escalation.id), data, ...report, weight: 1 };
    }
  },
});

function messageOf(id: string): 'grant' | 'impersonate' | 'approve' | 'webhooks' {
  if (id === 'grant' || id === 'approve') return id;
  return id === 'mutate' || id === 'validate' ? 'webhooks' : 'impersonate';
}
