import type { Field } from '../documents/field.ts';
import { parseImage } from '../facts/pods/image.ts';
import type { Workload, WorkloadContainer } from '../facts/workloads/workload.ts';
import type { ContainerUse } from './containerEvidence.ts';
import type { Evidence } from './evidence.ts';
import { baseName } from './knowledge/programNames.ts';

const telling = /(?:^|-)(?:operator|controller)$|^manager$|(?:^|[-_])(?:kube|k8s|kubernetes)(?:[-_]|$)/;

/** What is made for learners is called after what it runs on: `k8s-demo`, `kube-nginxapp1`, `hello-kubernetes`. */
const taught =
  /(?:^|[-_])(?:hello|demos?|samples?|examples?|tutorials?|bootcamp|courses?|trainings?|workshops?|labs?|lessons?|learn(?:ing)?|beginners?|quickstart|playground|deep-dive|hands-on|microservices?|[a-z]*apps?\d*$)(?:[-_]|$)/;

/** A program that is not known, but is named as those are that work with the cluster's objects. */
export function nameDoubts(workload: Workload, containers: readonly ContainerUse[]): Evidence[] {
  let isUnknown = false;
  for (const { verdict, unheardOf, container } of containers) {
    if (verdict !== 'unknown' || !unheardOf) continue;
    isUnknown = true;
    const doubts = containerDoubts(container);
    if (doubts.length > 0) return doubts;
  }
  return isUnknown ? doubt(workload.name ?? '', () => workload.root.at('metadata', 'name')) : [];
}

/** By what a container, its program and its image are called. */
function containerDoubts({ name, field, commandLines, image }: WorkloadContainer): Evidence[] {
  const [program] = commandLines[0];
  const own = doubt(name ?? '', () => field.get('name'));
  if (own.length > 0) return own;
  // The first word may be a flag of the image's own program.
  const word = program?.string;
  const ofProgram = word === undefined || word.startsWith('-') ? [] : doubt(baseName(word), () => program ?? field);
  return ofProgram.length > 0 ? ofProgram : doubt(parseImage(image ?? '').name, () => field.get('image'));
}

function doubt(name: string, field: () => Field): Evidence[] {
  if (!telling.test(name) || taught.test(name)) return [];
  return [
    {
      kind: 'name',
      direction: 'used',
      strength: 'weak',
      message: `"${name}" is what programs are called that work with the cluster's objects`,
      location: field().valueLocation,
    },
  ];
}
