import { automountedContainers } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'automount-override',
    description:
      'The account says that its token is not to be mounted, and a pod that shows no use of it mounts it all the same.',
    rationale: `The pod's \`automountServiceAccountToken\` wins over the account's. An auditor who reads
\`automountServiceAccountToken: false\` on a ServiceAccount will believe that no pod has its token; a pod that says \`true\`
quietly proves the audit wrong.

That can be meant: the account's \`false\` is then the default for all pods, and this pod opts in. That is how it should be where
the workload shows that it uses the token, so nothing is said there. If it is not meant, remove the line from the pod.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    fixable: false,
    messages: {
      override:
        'The pod’s true wins over the false of its account "{account}": the API token is mounted into {containers}',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const { account, automount } = workload;
      const containers = automountedContainers(workload);
      if (containers.length === 0 || automount.decidedBy !== 'pod' || account?.automount?.value !== false) continue;
      if (model.apiUse(workload).verdict === 'used') continue;
      yield {
        messageId: 'override',
        data: { account: workload.serviceAccount.name, containers: containerWords(containers) },
        location: automount.field.valueLocation,
        resource: workload,
        confidence: 'high',
        evidence: [
          { message: 'The account turns the automount off here', location: account.automount.field.valueLocation },
        ],
      };
    }
  },
});
