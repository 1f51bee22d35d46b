import { signOfStaticPod } from '../../src/facts/accounts/automount.ts';
import { ownMountAtDefaultPath } from '../../src/facts/pods/container.ts';
import { hasOwnCredentials } from '../../src/facts/workloads/ownCredentials.ts';
import { tokensOfApiServer } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'automount-missing',
    description: 'A workload shows that it uses the API token, but none is mounted: it will fail.',
    rationale: `Client libraries look for the token at \`/var/run/secrets/kubernetes.io/serviceaccount/token\`. With the automount off and
nothing mounted there, \`InClusterConfig\` fails at start, often only in the code path that needs it, and only in the cluster.
It is what happens when somebody hardens all pods alike.

Turn the automount on for this pod, or project an API token to that path.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: ['CWE-671'],
    references: ['https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/'],
    fixable: true,
    messages: {
      granted:
        'The automount is off and no container has an API token, but account "{account}" has permissions: the program fails where it uses them, and where it does not, nobody needs them',
      missing:
        'The workload shows that it uses the API token of account "{account}", but the automount is off and no container has one',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const { automount, pod, serviceAccount } = workload;
      // No field gives one a token.
      if (signOfStaticPod(pod) !== undefined) continue;
      // Something else at the default path may be a token too.
      const replaced = workload.containers.some((container) => ownMountAtDefaultPath(container) !== undefined);
      // What an overlay turns on is on.
      if (workload.decidedElsewhere?.changed === 'access' || workload.mountsElsewhere) continue;
      if (automount.value || replaced || tokensOfApiServer(workload).length > 0) continue;
      if (hasOwnCredentials(workload, model.facts.secretIndex)) continue;
      const { verdict, evidence, idle } = model.apiUse(workload);
      const signs = evidence.filter(({ direction, kind }) => direction === 'used' && kind !== 'injector');
      if (verdict !== 'used' || signs.length === 0) continue;
      // A grant alone is no sign of a program that is known to make no calls: somebody turned its automount off.
      if (idle.length === workload.containers.length) continue;
      // Nor is one to the account that all pods share a sign of any of them, or what a sibling's account may do.
      if (serviceAccount.name === 'default' && signs.every(({ kind }) => kind === 'binding')) continue;
      if (signs.every(({ kind }) => kind === 'sibling')) continue;
      const field = pod.spec.get('automountServiceAccountToken');
      // It is rejected for that, and what it was meant to say is for its author to decide (automount-ineffective).
      if (workload.ineffectiveAutomount.some(({ fault }) => fault === 'wrongType')) continue;
      // What an account may do shows what somebody once wanted; that the automount is off, too.
      if (signs.every(({ kind }) => kind === 'binding')) {
        yield {
          messageId: 'granted',
          severity: 'info',
          data: { account: serviceAccount.name },
          location: field.valueLocation,
          resource: workload,
          confidence: 'high',
          evidence: signs,
        };
        continue;
      }
      const said =
        automount.decidedBy === 'serviceAccount'
          ? [{ message: 'The account turns the automount off here', location: automount.field.valueLocation }]
          : [];
      yield {
        messageId: 'missing',
        data: { account: serviceAccount.name },
        location: field.valueLocation,
        resource: workload,
        confidence: signs.some(({ kind, strength }) => kind !== 'binding' && strength === 'strong') ? 'high' : 'medium',
        evidence: [...signs, ...said],
        fixes: [
          {
            title: 'Set automountServiceAccountToken: true on the pod',
            safety: 'unsafe',
            patches: [{ field, set: true }],
          },
        ],
      };
    }
  },
});
