import type { Field } from '../../src/documents/field.ts';
import { takenOverVolume, unresolvedMounts } from '../../src/facts/workloads/defaultPath.ts';
import { isFilledIn } from '../../src/facts/objects/substitution.ts';
import { isBuiltInWorkload } from '../../src/facts/pods/podTemplate.ts';
import { ownProjections } from '../../src/facts/workloads/projections.ts';
import type { Volume } from '../../src/facts/pods/volume.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-mount-unresolved',
    description: 'A mount that names no volume of the pod, or a token volume that no container mounts.',
    rationale: `A mount and its volume are tied by a name alone. Where a rename reached only one of them, the API server rejects every pod:
a Deployment is accepted, and then makes no pods. A volume that no mount names is accepted without a word: the program that was to
read the token finds no file, and falls back to the automatic one if that is there.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: ['CWE-671'],
    references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
    fixable: true,
    messages: {
      notFound: 'The API server rejects the pod: {reason}',
      unmounted: 'No container mounts the token volume "{volume}": nobody gets its token',
    },
  },
  *check(model) {
    for (const workload of model.facts.workloads) {
      // What is injected may bring volumes along, which the pod's author mounts.
      if (model.injections(workload).length > 0) continue;
      if (workload.unknownFields.some(({ meant }) => isVolumeName(meant))) continue;
      const names = unresolvedMounts(workload);
      const reasons = names.length === 0 ? undefined : reasonsIn(workload);
      for (const name of names) {
        const mount = name.parent;
        yield {
          messageId: 'notFound',
          data: { reason: reasons?.get(name.node) ?? '' },
          location: name.valueLocation,
          resource: workload,
          confidence: 'high',
          fixes:
            mount === undefined
              ? []
              : [{ title: 'Remove the mount', safety: 'unsafe', patches: [{ field: mount, remove: true }] }],
        };
      }
    }
    const volumes = new Map(
      [...ownProjections(model.facts.workloads)].map(({ volume, workload }) => [volume, workload]),
    );
    const takenBy = new Map<Workload, Takers | undefined>();
    for (const [volume, workload] of volumes) {
      if (!takenBy.has(workload)) takenBy.set(workload, takersIn(workload));
      const takers = takenBy.get(workload);
      if (takers?.names.has(volume.name) !== false || takers.automount === volume || isFilledIn(volume.name)) continue;
      yield {
        messageId: 'unmounted',
        data: { volume: volume.name },
        location: volume.field.get('name').valueLocation,
        resource: workload,
        severity: 'info',
        confidence: 'high',
        // An overlay or a patch, or who wrote it and forgot the mount, may still want it.
        fixes: [{ title: 'Remove the volume', safety: 'unsafe', patches: [{ field: volume.field, remove: true }] }],
      };
    }
  },
});

/** Why fields are refused; of one that is refused twice, the first reason. */
function reasonsIn({ rejections }: Workload): Map<unknown, string> {
  return new Map(rejections.toReversed().map(({ field, reason }) => [field.node, reason]));
}

/** `volumes`, or the name of one. */
function isVolumeName(field: Field | undefined): boolean {
  return field?.segment === 'volumes' || (field?.segment === 'name' && field.parent?.parent?.segment === 'volumes');
}

/** `volumeMounts`, or the name in one. */
function isMount(field: Field | undefined): boolean {
  return (
    field?.segment === 'volumeMounts' || (field?.segment === 'name' && field.parent?.parent?.segment === 'volumeMounts')
  );
}

/** What takes volumes of a pod. */
interface Takers {
  /** The names that mounts and annotations give. */
  readonly names: ReadonlySet<string | undefined>;
  /** The volume that the API server takes for the automounted token. */
  readonly automount: Volume | undefined;
}

/**
 * `undefined` where others may mount volumes, too: controllers of custom resources add containers, and injected ones mount
 * a volume that an annotation names. Nor is it known which a mount names that is filled in.
 */
function takersIn(workload: Workload): Takers | undefined {
  // What misspelt mounts are to show is not known.
  const isUnclear = workload.unknownFields.some(({ meant }) => isMount(meant));
  if (workload.mountsElsewhere || !isBuiltInWorkload(workload) || isUnclear) return undefined;
  // One without a path is a mount that the API server rejects (token-projection-invalid).
  const mounts = workload.containers.flatMap(({ field }) => field.get('volumeMounts').items());
  const annotations = workload.pod.metadata.get('annotations').fields();
  if (mounts.some((mount) => isFilledIn(mount.stringAt('name') ?? ''))) return undefined;
  const names = [...mounts.map((mount) => mount.get('name')), ...annotations].map(({ string }) => string);
  return { names: new Set(names), automount: takenOverVolume(workload) };
}
