import type { Field } from '../../src/documents/field.ts';
import { type LegacyTokenUse, legacyTokensOf } from '../../src/facts/workloads/legacyToken.ts';
import type { Workload, WorkloadContainer } from '../../src/facts/workloads/workload.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'legacy-token-use',
    description: 'A container gets a token without expiry from a Secret.',
    rationale: `A token from a Secret of type \`kubernetes.io/service-account-token\` has no expiry, no audience and no pod: whoever reads it
once, from this pod, a crash dump of its environment, or the Secret itself, is this account until somebody deletes the Secret.
Since Kubernetes 1.24 the control plane makes no such Secrets by itself: a manifest that names a generated one
(\`default-token-x7k2p\`) comes from an old cluster and finds nothing in a new one, so that its pods wait for ever.

Leave the automount on for the API token, or project one: \`serviceAccountToken\` with an audience and an expiry. The kubelet
renews it.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6.5,
    tags: ['NSA-CISA', 'MITRE-T1528', 'MITRE-T1552.007', 'CWE-613', 'CWE-522'],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-tracking-controller',
    ],
    fixable: false,
    messages: {
      mounted: 'The Secret "{secret}" is a token that never expires, mounted into {containers}',
      environment: 'The Secret "{secret}" is a token that never expires, in the environment of {containers}',
      named:
        'The Secret "{secret}", used by {containers}, has the name of a generated token: one that never expires, and that clusters since Kubernetes 1.24 do not make',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const { secretName, known, token, containers } of usesOf(workload, facts)) {
        const secret = facts.secretIndex.nearestOne(secretName.string ?? '', workload);
        yield {
          messageId: known === 'named' ? 'named' : token.mountPath === null ? 'environment' : 'mounted',
          data: { secret: secretName.string ?? '', containers: containerWords(containers) },
          location: secretName.valueLocation,
          resource: workload,
          confidence: known === 'declared' ? 'high' : 'medium',
          evidence:
            secret === undefined
              ? []
              : [{ message: 'The Secret is declared here', location: secret.root.get('type').valueLocation }],
        };
      }
    }
  },
});

/** Each reference to a Secret once, with all containers that get its token. */
function usesOf(
  workload: Workload,
  { secretIndex }: Facts,
): Iterable<LegacyTokenUse & { readonly containers: readonly WorkloadContainer[] }> {
  const uses = new Map<Field['node'], LegacyTokenUse & { readonly containers: WorkloadContainer[] }>();
  for (const container of workload.containers) {
    for (const use of legacyTokensOf(container, workload, secretIndex)) {
      const known = uses.get(use.secretName.node);
      if (known === undefined) uses.set(use.secretName.node, { ...use, containers: [container] });
      else if (known.containers.at(-1) !== container) known.containers.push(container);
    }
  }
  return uses.values();
}
