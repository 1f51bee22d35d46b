import { escalatedBy } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-workload-create',
    description: 'An account may run pods, change the pods of others or run commands in them.',
    rationale: `Who creates a pod chooses its account: the token of any account of the namespace is one pod away, and so are its
Secrets, mounted. A Deployment, a CronJob or the like that may be created or changed is a pod. \`pods/exec\`, \`pods/attach\` and
ephemeral containers reach the tokens of the pods that already run; \`get\` on \`nodes/proxy\` is enough to run commands in every pod
of every node through the kubelet.

Controllers that must create workloads belong in a namespace of their own, with a Role there and Pod Security admission on. For
metrics, \`nodes/metrics\` and \`nodes/stats\` do what \`nodes/proxy\` was used for.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 7,
    tags: ['CIS-5.1.4', 'CIS-5.1.10', 'NSA-CISA', 'MITRE-T1610', 'MITRE-T1609', 'CWE-250', 'CWE-269'],
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation',
      'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    ],
    fixable: false,
    messages: {
      pods: '{access} lets {accounts} run pods as any account {scope}',
      nodes:
        '{access} lets {accounts} run commands in the pods of every node, through the kubelet, and so use the tokens in them',
      commands: '{access} lets {accounts} {powers} {scope}, and so use the tokens in them',
      role: '{access} lets {accounts} {powers} {scope}',
    },
  },
  *check({ facts }) {
    for (const { escalation, report, data } of escalatedBy(facts, 'workloadCreate')) {
      const { id, at } = escalation;
      yield { messageId: at === undefined && id !== 'nodes' ? 'role' : messageOf(id), data, ...report, weight: 1 };
    }
  },
});

function messageOf(id: string): 'pods' | 'nodes' | 'commands' {
  return id === 'pods' || id === 'nodes' ? id : 'commands';
}
