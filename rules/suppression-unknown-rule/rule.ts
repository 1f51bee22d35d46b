import { defineRule } from '../../src/rule/rule.ts';

const messageIds = { comment: 'unknownComment', annotation: 'unknownAnnotation', sign: 'unknownSign' } as const;

export default defineRule({
  meta: {
    id: 'suppression-unknown-rule',
    description: 'A suppression that names a rule which does not exist, or is misspelt itself.',
    rationale: `A misspelt name suppresses nothing: the finding that was meant is shown all the same, or, where the rule was renamed, comes
back with an update. \`kube-token-lint rules\` lists the names. The same goes for comments that begin with \`kube-token-lint-\` and annotations that begin with
\`kube-token-lint.io/\`, but are not among those that the README names, and for a reason behind
another sign than \`--\`.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: [],
    references: ['https://github.com/kube-token-lint/kube-token-lint#suppressions'],
    fixable: false,
    messages: {
      unknown: 'There is no rule {rule}: this suppresses nothing',
      unknownComment: 'There is no comment "{name}": this suppresses nothing; write {meant}',
      unknownSign: 'The reason of a suppression stands behind "{meant}", not behind "{name}"',
      unknownAnnotation: 'There is no annotation "{name}": this suppresses nothing; write {meant}',
    },
  },
  *check() {
    // Suppressions are looked at once all other rules have run: review.
  },
  *review(suppressions, directives) {
    for (const { resource, rules } of suppressions) {
      for (const { id = '', location, state, hint = '' } of rules) {
        if (state !== 'unknown') continue;
        yield { messageId: 'unknown', data: { rule: `"${id}"${hint}` }, location, resource, confidence: 'high' };
      }
    }
    for (const { kind, name, meant, location, resource } of directives) {
      const messageId = messageIds[kind];
      yield { messageId, data: { name, meant }, location, resource, confidence: 'high' };
    }
  },
});
