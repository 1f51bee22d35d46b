import { type NodeAccess, nodeExposures } from '../../src/facts/workloads/nodeAccess.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule<NodeAccess>({
  meta: {
    id: 'token-on-node',
    description: 'A folder of the node that gives a container the tokens of all pods there.',
    rationale: `The kubelet lays the tokens of all pods out below \`/var/lib/kubelet/pods\`. A container that mounts this folder, or a parent of
it, reads them like any file: one hole in a log collector is as many accounts as there are pods on its node, and the node that
runs the ingress controller or a GitOps agent is usually the cluster. The socket of the container runtime is as good, as it starts
processes in any container, and so are the kubelet's own credentials and the control plane's signing key. \`readOnly\` keeps
nobody from reading, nor from talking to a socket.

Mount what is needed (\`/var/log/pods\`, one plugin's folder) instead of a parent of everything. Where a CSI driver or an agent does
need it, give it a namespace of its own and the smallest image there is, and treat its account as one of the cluster's administrators.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 8,
    tags: ['NSA-CISA', 'MITRE-T1528', 'MITRE-T1611', 'MITRE-T1552.001', 'CWE-668', 'CWE-552'],
    references: [
      'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    ],
    fixable: false,
    messages: {
      tokens:
        'The node’s {path} is mounted into {containers}{within}, where root reads the tokens of all pods of the node',
      runtime:
        'The node’s {path} is mounted into {containers}{within}: who may write to this socket of the container runtime may start processes in every pod of the node',
      credentials:
        'The node’s {path} is mounted into {containers}{within}: where the node has it, it holds credentials that get tokens of other pods',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const { field, path, access, target, sure, containers } of nodeExposures(workload)) {
        yield {
          messageId: access,
          data: {
            path,
            within: path === target ? '' : `, and with it ${target}`,
            containers: containerWords(containers),
          },
          location: field.valueLocation,
          resource: workload,
          confidence: access === 'tokens' && sure ? 'high' : 'medium',
        };
      }
    }
  },
});
