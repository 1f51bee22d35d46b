import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import { automountedContainers, isLeftToUnseenAccount } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'automount-implicit',
    description: 'Nobody decided whether the API token is mounted, and nothing shows whether it is used.',
    rationale: `Where neither the pod nor its account says anything, the token is mounted. Whether that is right cannot be told from
this input: the program is not known, and roles or bindings may be elsewhere. Somebody who knows the program can tell in a
minute, and one line keeps the answer: \`automountServiceAccountToken: true\` where it is used, \`false\` where it is not.

More input gives an answer too: lint the whole chart or kustomization, or say \`--complete\` if this is all there is.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 2.5,
    tags: ['CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    fixable: false,
    messages: {
      implicit:
        'Neither the pod nor its account "{account}" says whether the API token is mounted. It is, into {containers}; whether it is used is not known',
      unseen:
        'The pod does not say whether the API token is mounted, and what its account "{account}" says is not known: unless that is no, it is mounted into {containers}',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const containers = automountedContainers(workload);
      const open = workload.automount.decidedBy === 'default' && workload.ineffectiveAutomount.length === 0;
      if (!open || containers.length === 0) continue;
      const { verdict, evidence } = model.apiUse(workload);
      if (verdict !== 'unknown') continue;
      const { name, field } = workload.serviceAccount;
      // Which account it is to be, and so who decides, is not known.
      if (isMisspelt(field, workload.unknownFields) || workload.decidedElsewhere?.changed === 'access') continue;
      yield {
        messageId: isLeftToUnseenAccount(workload) ? 'unseen' : 'implicit',
        data: { account: name, containers: containerWords(containers) },
        location: workload.automount.field.valueLocation,
        resource: workload,
        confidence: 'high',
        evidence,
      };
    }
  },
});
