import { defaultExpirationSeconds } from '../../src/facts/objects/constants.ts';
import { ownProjections } from '../../src/facts/workloads/projections.ts';
import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-expiration-implicit',
    description: 'A projected token without expirationSeconds: the API server stores 3600.',
    rationale: `Nobody decided how long a stolen copy of this token works: it is an hour because that is the API server's default. Where
it is written, a reviewer sees it, and a policy can hold it to the bounds of its tier. Objects that the API server has stored show
3600 while their manifests show nothing, which tools that compare the two report as drift.`,
    severity: 'info',
    presets: ['strict', 'zero-trust'],
    securitySeverity: 1,
    tags: ['CWE-1188'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: true,
    messages: {
      implicit: 'Without expirationSeconds the API server makes it 3600: nobody decided that the token lives an hour',
    },
  },
  *check({ facts }) {
    for (const { workload, projection } of ownProjections(facts.workloads)) {
      const field = projection.field.get('expirationSeconds');
      if (field.set || isMisspelt(field, workload.unknownFields)) continue;
      yield {
        messageId: 'implicit',
        location: field.valueLocation,
        resource: workload,
        confidence: 'high',
        fixes: [
          {
            title: `Set expirationSeconds: ${String(defaultExpirationSeconds)}`,
            safety: 'safe',
            patches: [{ field, set: defaultExpirationSeconds }],
          },
        ],
      };
    }
  },
});
