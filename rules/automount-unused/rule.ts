import { leavesUndecided } from '../../src/facts/validation/ineffectiveAutomount.ts';
import {
  type Workload,
  automountedContainers,
  hasOnlyAutomount,
  isAdmissionVolume,
  isLeftToUnseenAccount,
} from '../../src/facts/workloads/workload.ts';
import { raisedBy } from '../../src/rule/escalation.ts';
import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import type { Explained, Support } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'automount-unused',
    description: 'A container gets the API token automatically, and the evidence says that it does not use it.',
    rationale: `Every pod gets a token for the API server unless someone says no. Whoever can read one file of a container
(a path traversal, a server-side request forgery that reads files, a malicious dependency) has that token and with it the
account's permissions, from anywhere that reaches the API server. It is requested for an hour and lives a year.

Set \`automountServiceAccountToken: false\` on the pod. What stays: image pull secrets of the account, the account's identity
for projected tokens, and all RBAC. What goes with the token: \`ca.crt\` and \`namespace\` in the same folder.

An account to which nothing is bound can do next to nothing at the API server, but its token still proves who it is to
every service that asks the API server (Vault, Consul, your own), and it gains whatever is granted to all accounts later.

To check an application first, look for reads of \`/var/run/secrets/kubernetes.io/serviceaccount\` and for
\`KUBERNETES_SERVICE_HOST\` in its code and its libraries' (\`InClusterConfig\`, \`load_incluster_config\`).

With \`requireEvidence\`, as in the preset \`zero-trust\`, a token is also reported where its use is not known. What shows use
is a known image or argument, a binding of the account, or your own word: \`evidence\` in the configuration.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 5.5,
    tags: ['CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'MITRE-T1552.007', 'CWE-250', 'CWE-522'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    fixable: true,
    messages: {
      unused:
        'The API token of account "{account}" is mounted into {containers}, but the evidence says that it is not used',
      unseen:
        'Unless account "{account}", which is not in the input, turns it off, its API token is mounted into {containers}, but the evidence says that it is not used',
      unproven:
        'The API token of account "{account}" is mounted into {containers}, and nothing here shows for certain that it is used',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        requireEvidence: {
          type: 'boolean',
          default: false,
          description: 'Whether to report tokens of which the evidence does not show whether they are used, too.',
        },
      },
    },
    presetOptions: { 'zero-trust': { requireEvidence: true } },
  },
  *check(model, options) {
    for (const workload of model.facts.workloads) {
      const containers = automountedContainers(workload);
      // A failed attempt to turn it off is a finding of its own (automount-ineffective).
      if (containers.length === 0 || workload.ineffectiveAutomount.some(leavesUndecided)) continue;
      const { verdict, confidence, evidence } = model.apiUse(workload);
      if (verdict === 'used' || (verdict === 'unknown' && options['requireEvidence'] !== true)) continue;
      // Which account it is to be, and so who decides, is not known.
      if (isMisspelt(workload.serviceAccount.field, workload.unknownFields)) continue;
      const raised = raisedBy(workload);
      const field = workload.pod.spec.get('automountServiceAccountToken');
      const common = {
        data: { account: workload.serviceAccount.name, containers: containerWords(containers) },
        location: field.valueLocation,
        resource: workload,
        ...raised,
        evidence: [...(raised?.evidence ?? []), ...evidence, ...accountsWord(workload)],
        explains: toldWithLess(workload),
      };
      if (verdict === 'unknown') {
        yield { ...common, messageId: 'unproven', confidence: 'high' };
        continue;
      }
      // What somebody decided is theirs to change.
      const safety = confidence === 'high' && workload.automount.decidedBy === 'default' ? 'safe' : 'unsafe';
      const title = 'Set automountServiceAccountToken: false on the pod';
      // As the cluster stored it, the pod has the volume written out, which stays.
      const isStored = workload.volumes.some((volume) => isAdmissionVolume(volume, workload));
      yield {
        ...common,
        messageId: isLeftToUnseenAccount(workload) ? 'unseen' : 'unused',
        confidence,
        fixes: isStored ? [] : [{ title, safety, patches: [{ field, set: false }] }],
      };
    }
  },
});

/** What the account says of the automount. */
function accountsWord({ account, automount }: Workload): Support[] {
  if (account?.automount === undefined || automount.decidedBy === 'default') return [];
  const { value, field } = account.automount;
  const message = value
    ? 'The account turns the automount on here'
    : 'The account turns the automount off here, and the pod turns it on';
  return value && automount.decidedBy === 'pod' ? [] : [{ message, location: field.valueLocation }];
}

/** What goes with the automount. */
function toldWithLess(workload: Workload): Explained[] {
  const location = workload.serviceAccount.field.valueLocation;
  return [
    { ruleId: 'automount-implicit' },
    { ruleId: 'automount-override' },
    ...(hasOnlyAutomount(workload) ? [{ ruleId: 'account-default', location }] : []),
  ];
}
