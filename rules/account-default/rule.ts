import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'account-default',
    description: 'A workload that gets a token runs as the account "default".',
    rationale: `All pods of a namespace that name no account share \`default\`. What someone grants to it for one of them, all of
them have, including those that are deployed later and those that an attacker starts. Their tokens cannot be told apart in
audit logs, and other services that trust the token's subject trust all of them.

Give the workload an account of its own, or turn its tokens off if it needs none.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4.5,
    tags: ['CIS-5.1.5', 'NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
    fixable: false,
    messages: {
      default:
        'The token in {containers} is that of the account "default", which every pod of the namespace without an account of its own shares',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      const containers = workload.containers.filter(({ tokens }) => tokens.some((token) => token.kind !== 'secret'));
      const { name, field } = workload.serviceAccount;
      if (name !== 'default' || containers.length === 0 || isMisspelt(field, workload.unknownFields)) continue;
      if (workload.decidedElsewhere?.changed === 'access') continue;
      yield {
        messageId: 'default',
        data: { containers: containerWords(containers) },
        location: field.valueLocation,
        resource: workload,
        confidence: 'high',
        explains: [{ ruleId: 'automount-implicit', location: workload.automount.field.valueLocation }],
      };
    }
  },
});
