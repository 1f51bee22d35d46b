import type { Workload, WorkloadContainer } from '../facts/workload.ts';
import { mayBelongTogether } from '../facts/scope.ts';
import type { Evidence } from './evidence.ts';
import { tellingGrants } from './grantEvidence.ts';
import { parseImage } from './image.ts';
import type { Knowledge } from './knowledge.ts';

/**
 * Workloads that run the same program, the same image with the same first words of its command line: what one of them
 * is granted shows what the program does, also where another lacks a grant.
 */
export class SiblingIndex {
  readonly #bound = new Map<string, Workload[]>();

  constructor(workloads: readonly Workload[], knowledge: Knowledge) {
    for (const workload of workloads) {
      if (tellingGrants(workload.grants, knowledge).length === 0) continue;
      // Of several containers it is open which one the grant is for.
      const [program, ...others] = workload.containers.map(programOf);
      if (program === undefined || others.length > 0) continue;
      this.#bound.set(program, [...(this.#bound.get(program) ?? []), workload]);
    }
  }

  evidenceFor(workload: Workload): Evidence | undefined {
    for (const container of workload.containers) {
      const program = programOf(container);
      const sibling = program === undefined ? undefined : this.#sibling(program, workload);
      if (sibling === undefined) continue;
      return {
        kind: 'sibling',
        direction: 'used',
        strength: 'medium',
        message: `${sibling.kind} "${sibling.name ?? ''}" runs the same program as container "${container.name ?? '?'}", and its account is granted something`,
        location: sibling.root.at('metadata', 'name').valueLocation,
      };
    }
    return undefined;
  }

  #sibling(program: string, workload: Workload): Workload | undefined {
    return this.#bound
      .get(program)
      ?.find((other) => other !== workload && mayBelongTogether(other.document, workload.document));
  }
}

function programOf(container: WorkloadContainer): string | undefined {
  if (container.image === undefined) return undefined;
  const words = [...container.field.get('command').strings, ...container.field.get('args').strings];
  const program = words.filter((word) => !word.startsWith('-')).slice(0, 2);
  return `${parseImage(container.image).repository} ${program.join(' ')}`;
}
