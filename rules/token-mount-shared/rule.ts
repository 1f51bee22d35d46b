import type { Container } from '../../src/facts/pods/container.ts';
import { type Workload, automountedContainers } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';
import { addTo } from '../../src/lists/addTo.ts';
import { getOrMake } from '../../src/memo/getOrMake.ts';

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
      sidecar: 'The API token that this pod uses is also in {containers}, whose {programs} it',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      const holders = sharedTokens(workload);
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
      // Somebody else in the pod must be the one that uses it: where no program shows that, one that stays.
      const injected = evidence.some(({ kind }) => kind === 'injector' || kind === 'addedContainer');
      const granted = evidence.some(({ kind }) => kind === 'bindingAlone');
      const isOpen = workload.containers.some(({ name, type }) => !names.has(name) && !(granted && type === 'init'));
      if (verdict !== 'used' || injected || sidecars.length === 0 || !isOpen) continue;
      yield {
        messageId: 'sidecar',
        data: {
          containers: containerWords(sidecars),
          programs: sidecars.length === 1 ? 'program does not use' : 'programs do not use',
        },
        location: sidecars[0]?.field.keyLocation ?? workload.pod.spec.keyLocation,
        resource: workload,
        confidence: 'medium',
        evidence: evidence.filter(({ direction }) => direction === 'used'),
      };
    }
  },
});

/** By volume, the containers of which at least two can read one and the same token of it. */
function sharedTokens(workload: Workload): Map<string, Container[]> {
  const readers = new Map<string, Map<unknown, Container[]>>();
  for (const container of workload.containers) {
    const seen = new Set<unknown>();
    for (const { kind, volume, source } of container.tokens) {
      if (kind !== 'projected' || volume === null || seen.has(source?.node)) continue;
      seen.add(source?.node);
      addTo(
        getOrMake(readers, volume, () => new Map<unknown, Container[]>()),
        source?.node,
        container,
      );
    }
  }
  const shared = [...readers].map(([volume, tokens]): [string, Container[]] => [
    volume,
    [...new Set([...tokens.values()].filter((containers) => containers.length > 1).flat())],
  ]);
  return new Map(shared);
}
