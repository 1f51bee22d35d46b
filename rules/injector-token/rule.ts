import { tokensOfApiServer } from '../../src/facts/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'injector-token',
    description:
      'An injector that needs the automatic token where it is off, or a token that is on for one that brings its own.',
    rationale: `Injected agents log in with the pod's token: the Vault agent injector refuses to create a pod without a mounted account
token, Bank-Vaults and Consul read it at run time. With the automount off the pod is rejected or its agent crash-loops. Some of
them can be pointed to a projected token of their own, which is better than the automatic one: it has an audience.

Others need no such thing: Istio today, Linkerd since 2.12 and cloud identity webhooks bring a projected token. An automount that
was left on for them can go.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 2,
    tags: ['MITRE-T1528', 'CWE-671'],
    references: ['https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations'],
    fixable: false,
    messages: {
      missing: '{injector} needs a mounted account token, but the automount is off and no container has one',
      own: '{injector} brings a token of its own: it is no reason to turn the automount on',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const { automount } = workload;
      // Injectors look for a mount whose path says so, whatever is mounted there.
      const hasMount = workload.containers.some(({ mounts }) =>
        mounts.some(({ mountPath }) => mountPath.includes('serviceaccount')),
      );
      const hasToken = hasMount || tokensOfApiServer(workload).length > 0;
      const { verdict } = model.apiUse(workload);
      for (const { name, needsToken, meaning, field } of model.injections(workload)) {
        const missing = needsToken === 'yes' && !hasToken && !automount.value;
        const own = needsToken === 'no' && automount.value && automount.decidedBy === 'pod' && verdict === 'unknown';
        if (!missing && !own) continue;
        const decision = {
          message: `The automount is turned ${automount.value ? 'on' : 'off'} here`,
          location: automount.field.valueLocation,
        };
        yield {
          messageId: missing ? 'missing' : 'own',
          data: { injector: name },
          location: field.keyLocation,
          resource: workload,
          confidence: missing ? 'high' : 'medium',
          ...(own ? { severity: 'info' } : {}),
          evidence: [{ message: meaning }, decision],
        };
      }
    }
  },
});
