import type { Field } from '../documents/field.ts';
import { parseImage } from '../facts/image.ts';
import type { Workload } from '../facts/workload.ts';
import type { ContainerUse } from './containerEvidence.ts';
import type { Evidence } from './evidence.ts';
import { baseName } from './programNames.ts';

const telling = /(?:^|-)(?:operator|controller)$|^manager$|(?:^|[-_])(?:kube|k8s|kubernetes)(?:[-_]|$)/;

/** A program that is not known, but is named as those are that work with the cluster's objects. */
export function nameDoubts(workload: Workload, containers: readonly ContainerUse[]): Evidence[] {
  const unknown = containers.filter(({ verdict, unheardOf }) => verdict === 'unknown' && unheardOf);
  if (unknown.length === 0) return [];
  for (const [name, field] of namesOf(workload, unknown)) {
    if (!telling.test(name)) continue;
    return [
      {
        kind: 'name',
        direction: 'used',
        strength: 'weak',
        message: `"${name}" is what programs are called that work with the cluster's objects`,
        location: field.valueLocation,
      },
    ];
  }
  return [];
}

/** What the containers, their programs and images are called, and then the workload. */
function* namesOf(workload: Workload, containers: readonly ContainerUse[]): Generator<[name: string, field: Field]> {
  for (const { container } of containers) {
    yield [container.name ?? '', container.field.get('name')];
    const [program] = container.commandLines[0];
    if (program?.string !== undefined) yield [baseName(program.string), program];
    yield [parseImage(container.image ?? '').name, container.field.get('image')];
  }
  yield [workload.name ?? '', workload.root.at('metadata', 'name')];
}
