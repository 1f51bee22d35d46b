import { ownProjections, replacesAutomount } from '../../src/facts/workloads/projections.ts';
import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-audience-missing',
    description: 'A projected token names no audience, so it is good for the API server.',
    rationale: `Without \`audience\` (or with \`""\`) a projected token has the API server's own audiences. A token meant for Vault, a
mesh or a service of your own then opens the API server too: whoever receives it, logs it or steals it there can act as the
pod's account. With an audience of the receiver's own, the API server answers 401.

Silent where the volume is mounted at \`/var/run/secrets/kubernetes.io/serviceaccount\`: there an API token is meant, and the
API server's own audience cannot be known from manifests.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6,
    tags: ['NSA-CISA', 'MITRE-T1528', 'CWE-522', 'CWE-1220'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      missing:
        'The token in volume "{volume}" names no audience: whoever gets it can use it at the API server as account "{account}"',
    },
  },
  *check({ facts }) {
    for (const own of ownProjections(facts.workloads)) {
      const { workload, volume, projection } = own;
      const field = projection.field.get('audience');
      const wrongType = field.set && field.string === undefined;
      if (projection.audience !== undefined || wrongType || replacesAutomount(own)) continue;
      if (isMisspelt(field, workload.unknownFields)) continue;
      yield {
        messageId: 'missing',
        data: { volume: volume.name, account: workload.serviceAccount.name },
        location: field.valueLocation,
        resource: workload,
        confidence: 'high',
      };
    }
  },
});
