import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'suppression-unused',
    description: 'A suppression under which no finding falls.',
    rationale: `A comment or annotation that suppresses nothing says that something is wrong here which is not, and will hide the next finding
of that rule at this place from whoever brings it in. It is left over from a manifest that was mended, or its rule or line
is not the one that was meant. A suppression of a rule that is off in this run is not judged.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: [],
    references: ['https://github.com/kube-token-lint/kube-token-lint#suppressions'],
    fixable: false,
    messages: {
      unused: 'Nothing is suppressed here: {rule} finds nothing in its reach',
      unusedAll: 'Nothing is suppressed here: no rule of this run finds anything in its reach',
    },
  },
  *check() {
    // Suppressions are looked at once all other rules have run: review.
  },
  *review(suppressions) {
    for (const { resource, rules } of suppressions) {
      for (const { id, location, state } of rules) {
        if (state !== 'unused') continue;
        const common = { location, resource, confidence: 'high' } as const;
        yield id === undefined
          ? { ...common, messageId: 'unusedAll' }
          : { ...common, messageId: 'unused', data: { rule: id } };
      }
    }
  },
});
