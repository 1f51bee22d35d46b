import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'suppression-without-reason',
    description: 'A suppression that does not say why.',
    rationale: `Whoever reads the manifest a year later, or audits it, cannot tell whether somebody looked at the risk or only wanted the
check to pass. Write the reason after \`--\`, or as the annotation's value. The finding stays suppressed all the same; set this
rule to \`error\` to require a reason.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: [],
    references: ['https://github.com/kube-token-lint/kube-token-lint#suppressions'],
    fixable: false,
    messages: {
      comment: 'No reason is given: write it after the rule, `-- reason`',
      annotation: 'No reason is given: write it as the value of the annotation',
    },
  },
  *check() {
    // Suppressions are looked at once all other rules have run: review.
  },
  *review(suppressions) {
    for (const { kind, location, reason, resource } of suppressions) {
      if (reason === undefined) yield { messageId: kind, location, resource, confidence: 'high' };
    }
  },
});
