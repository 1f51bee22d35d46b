import type { Field } from '../../src/documents/field.ts';
import type { Fix } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'legacy-account-field',
    description:
      'A pod names its account in the old field serviceAccount, alone or with another name than serviceAccountName.',
    rationale: `\`serviceAccount\` is the deprecated alias of \`serviceAccountName\`. Alone it works, without any warning; with both,
\`serviceAccountName\` wins, even where the other names an account that does not exist. A reader, a reviewer or a tool that looks
at one of the two fields sees the wrong account, or none.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: ['CWE-477'],
    references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/'],
    fixable: true,
    messages: {
      alone: 'serviceAccount is the deprecated alias of serviceAccountName; it is honoured as "{account}"',
      ignored: 'serviceAccount "{legacy}" is ignored: serviceAccountName "{account}" wins',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      const legacy = workload.pod.spec.get('serviceAccount');
      const current = workload.pod.spec.get('serviceAccountName');
      const { name, field } = workload.serviceAccount;
      if (legacy.string === undefined || legacy.string === '') continue;
      const common = { location: legacy.keyLocation, resource: workload, confidence: 'high' } as const;
      if (field.segment === 'serviceAccount') {
        // What an overlay writes into the old field would count no more.
        const isPatched = workload.decidedElsewhere?.changed === 'access';
        const fixes = isPatched ? [] : [rename(legacy, current, name)];
        yield { ...common, messageId: 'alone', data: { account: name }, fixes };
      } else if (legacy.string !== name) {
        const remove: Fix = { title: 'Remove it', safety: 'safe', patches: [{ field: legacy, remove: true }] };
        yield { ...common, messageId: 'ignored', data: { legacy: legacy.string, account: name }, fixes: [remove] };
      }
    }
  },
});

/** A `serviceAccountName` that is there, but null or empty, takes the name over. */
function rename(legacy: Field, current: Field, name: string): Fix {
  return {
    title: 'Rename it to serviceAccountName',
    safety: 'safe',
    patches: current.written
      ? [
          { field: current, set: name },
          { field: legacy, remove: true },
        ]
      : [{ field: legacy, rename: 'serviceAccountName' }],
  };
}
