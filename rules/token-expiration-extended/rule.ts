import { extendedExpirationSeconds } from '../../src/facts/objects/constants.ts';
import { ownProjections } from '../../src/facts/workloads/projections.ts';
import { isForApiServer } from '../../src/facts/pods/volume.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-expiration-extended',
    description: 'A projected token of exactly 3607 seconds for the API server really lives a year.',
    rationale: `3607 is the lifetime that the automatic token asks for, and the API server takes exactly this number as the sign of an old
client that may not re-read the file: for a pod's token with the API server's audiences it issues one that expires after
31,536,000 seconds, while everything that shows the pod still says 3607. Manifests get the number by copying the volume of a
running pod. 3600, 3606 and 3608 have no such effect; \`--service-account-max-token-expiration\` does not cap it.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6,
    tags: ['MITRE-T1528', 'CWE-613'],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
    ],
    fixable: true,
    messages: {
      extended: 'With exactly 3607 s {audience} the API server issues a token that lives a year, not an hour',
    },
  },
  *check({ facts }) {
    for (const { workload, projection } of ownProjections(facts.workloads)) {
      const { audience, expirationSeconds } = projection;
      if (expirationSeconds !== extendedExpirationSeconds || !isForApiServer(audience)) continue;
      const field = projection.field.get('expirationSeconds');
      yield {
        messageId: 'extended',
        data: { audience: audience === undefined ? 'and no audience' : `and the API server’s audience "${audience}"` },
        location: field.valueLocation,
        resource: workload,
        confidence: audience === undefined ? 'high' : 'medium',
        explains: [{ ruleId: 'token-expiration-bounds' }],
        fixes: [{ title: 'Set expirationSeconds: 3600', safety: 'unsafe', patches: [{ field, set: 3600 }] }],
      };
    }
  },
});
