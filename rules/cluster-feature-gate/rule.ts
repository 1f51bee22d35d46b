import { clusterComponents } from '../../src/facts/cluster/components.ts';
import { gateFault, measuredMinor } from '../../src/facts/cluster/featureGates.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'cluster-feature-gate',
    description:
      'A feature gate about ServiceAccount tokens that does not exist, is gone, or is locked: the component does not start.',
    rationale: `Guides name gates that were never there (\`ImplicitServiceAccountToken\`) or that are long gone
(\`BoundServiceAccountTokenVolume\`, \`LegacyServiceAccountTokenCleanUp\`). A component that is given one exits at start with
\`unrecognized feature gate\`: after an upgrade the API server stays down, and with it the cluster. A gate that is generally
available is locked: \`ServiceAccountTokenJTI=false\` keeps the API server from starting, too.

Remove the gate. What it did when it went is always on; no gate turns the automount off for a whole cluster. Set
\`automountServiceAccountToken: false\` on accounts and pods, and hold to it with an admission policy.

Which gates there are was asked of a real API server of Kubernetes 1.35; versions that the configuration names are respected
(\`kubernetesVersion\`, tags of images).`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['CWE-671'],
    references: [
      'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/',
      'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates-removed/',
    ],
    fixable: false,
    messages: {
      unknown:
        'Kubernetes 1.{measured} has no feature gate "{gate}", and none before is known to have had it: {component} exits at start: unrecognized feature gate: {gate}',
      early:
        'Kubernetes 1.{minor} does not know the feature gate "{gate}", which came with 1.{since}: {component} exits at start: unrecognized feature gate: {gate}',
      removed:
        'The feature gate "{gate}" is gone since Kubernetes 1.{removedIn}: from then on {component} exits at start: unrecognized feature gate: {gate}',
      locked:
        'Since Kubernetes 1.{lockedSince}, {component} exits at start: cannot set feature gate {gate} to false, feature is locked to true',
    },
  },
  *check({ facts }) {
    for (const { name: component, resource, gates, minor } of clusterComponents(facts)) {
      for (const setting of gates) {
        const { name: gate } = setting;
        const fault = gateFault(gate, setting.value, minor);
        if (fault === undefined) continue;
        yield {
          messageId: fault.kind,
          data: { ...fault, gate, component, measured: measuredMinor, minor: minor ?? measuredMinor },
          location: fault.kind === 'locked' ? setting.valueLocation() : setting.nameLocation(),
          resource,
          confidence: fault.kind === 'unknown' || minor !== undefined ? 'high' : 'medium',
        };
      }
    }
  },
});
