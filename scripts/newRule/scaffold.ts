/** An id such as the catalogue has: small words joined by dashes, the first of which is the group. */
export function isRuleId(id: string): boolean {
  return /^[a-z]+(?:-[a-z]+)+$/.test(id);
}

/** The files of a new rule, by their path in its folder: they typecheck, and the tests fail until all is filled in. */
export function ruleScaffold(id: string): ReadonlyMap<string, string> {
  return new Map([
    ['rule.ts', rule(id)],
    [
      'fixtures/bad.yaml',
      pod('# A line that must be reported ends in a comment: expect, a colon, and the id of the message.'),
    ],
    ['fixtures/good.yaml', pod('# Silent, with the traps of docs/facts.md that concern the rule.')],
  ]);
}

function rule(id: string): string {
  return `import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: '${id}',
    description: '',
    rationale: '',
    severity: 'warning',
    presets: [],
    securitySeverity: 0,
    tags: [],
    references: [],
    fixable: false,
    messages: { found: '' },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      if (workload.name !== '${id}') continue;
      yield { messageId: 'found', location: workload.pod.spec.keyLocation, resource: workload, confidence: 'high' };
    }
  },
});
`;
}

function pod(comment: string): string {
  return `${comment}
apiVersion: v1
kind: Pod
metadata:
  name: example
spec:
  automountServiceAccountToken: false
  containers:
    - name: app
      image: registry.example.com/app:1
`;
}
