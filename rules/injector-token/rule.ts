import type { Field } from '../../src/documents/field.ts';
import { volumesFromElsewhere } from '../../src/facts/pods/podTemplate.ts';
import { type Workload, tokensOfApiServer } from '../../src/facts/workloads/workload.ts';
import type { Report } from '../../src/rule/rule.ts';
import { nearest } from '../../src/text/suggestion.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'injector-token',
    description:
      'An injector that needs the automatic token where it is off, or a token that is on for one that brings its own.',
    rationale: `Injected agents log in with the pod's token: the Vault agent injector refuses to create a pod without a mounted account
token, Bank-Vaults reads it at run time. With the automount off the pod is refused, or its agent cannot log in. Consul's injector
needs the token only where access lists (ACLs) are on, which manifests of a pod do not show: it is not reported.

Vault's and Kuma's can be pointed to a projected token of their own, which is better than the automatic one: it has an audience.
Where the annotation names a volume that the pod does not have, they refuse the pod.

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
      volume: '{injector} refuses the pod: this names the volume "{volume}", and the pod has none of that name{near}',
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
      for (const { name, needsToken, meaning, field, volume } of model.injections(workload)) {
        if (needsToken === 'volume' && volume !== undefined && isMissing(volume, workload)) {
          yield { ...missingVolume(volume, name, workload), messageId: 'volume' };
        }
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

/** Volumes may be added to the pods of custom resources, and misspelt ones may be meant. */
function isMissing(named: Field, workload: Workload): boolean {
  const others = volumesFromElsewhere(workload);
  if (others === undefined || workload.unknownFields.length > 0) return false;
  return ![...others, ...workload.volumes.map(({ name }) => name)].includes(named.string ?? '');
}

function missingVolume(named: Field, injector: string, workload: Workload): Omit<Report, 'messageId'> {
  const volumes = workload.volumes.filter(({ projections }) => projections.some(({ type }) => type === 'token'));
  const near = nearest(
    named.string ?? '',
    volumes.map(({ name }) => name),
  );
  const meant = volumes.find(({ name }) => name === near)?.field.get('name').valueLocation;
  return {
    data: { injector, volume: named.string ?? '', near: near === undefined ? '' : `: did you mean "${near}"?` },
    location: named.valueLocation,
    resource: workload,
    severity: 'error',
    // Another webhook may add it.
    confidence: 'medium',
    explains: meant === undefined ? [] : [{ ruleId: 'token-mount-unresolved', location: meant }],
  };
}
