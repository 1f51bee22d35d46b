import type { Container } from '../../src/facts/container.ts';
import { automountedContainers } from '../../src/facts/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-mount-shared',
    description: 'One token is given to several containers of a pod, of which some are not known to need it.',
    rationale: `Containers of a pod are apart from each other so that a hole in one is not a hole in all. A token volume that all of them
mount undoes that: a sidecar that ships logs can act as the application. Mount a token only into the container that presents it.

The automatic token goes to every container. Where only one needs it, turn the automount off and project an API token to
\`/var/run/secrets/kubernetes.io/serviceaccount\` in that container alone.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 2.5,
    tags: ['NSA-CISA', 'MITRE-T1528', 'CWE-250', 'CWE-668'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      shared: 'The token volume "{volume}" is mounted into {containers}: each of them can present the others’ token',
      sidecar: 'The API token that this pod uses is also in {containers}, whose program does not use it',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const holders = new Map<string, Container[]>();
      for (const container of workload.containers) {
        const volumes = new Set(
          container.tokens.flatMap(({ kind, volume }) => (kind === 'projected' && volume !== null ? [volume] : [])),
        );
        for (const volume of volumes) holders.set(volume, [...(holders.get(volume) ?? []), container]);
      }
      for (const volume of workload.volumes) {
        const containers = holders.get(volume.name) ?? [];
        if (containers.length < 2) continue;
        yield {
          messageId: 'shared',
          data: { volume: volume.name, containers: containerWords(containers) },
          location: volume.field.get('name').valueLocation,
          resource: workload,
          confidence: 'medium',
        };
      }
      const { verdict, idle, evidence } = model.apiUse(workload);
      const names = new Set(idle.map(({ name }) => name));
      const sidecars = automountedContainers(workload).filter(({ name, type }) => names.has(name) && type !== 'init');
      if (verdict !== 'used' || sidecars.length === 0) continue;
      yield {
        messageId: 'sidecar',
        data: { containers: containerWords(sidecars) },
        location: sidecars[0]?.field.keyLocation ?? workload.pod.spec.keyLocation,
        resource: workload,
        confidence: 'medium',
        evidence: evidence.filter(({ direction }) => direction === 'used'),
      };
    }
  },
});
