import type { Facts } from '../facts/facts.ts';
import { type Pod, type Program, programOf } from '../facts/pod.ts';
import type { Resource } from '../facts/resource.ts';
import type { Workload } from '../facts/workload.ts';
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
  readonly #bound = new Map<string, Pod[]>();

  constructor(facts: Facts, knowledge: Knowledge) {
    for (const pod of facts.pods) {
      // Of several containers it is open which one the grant is for.
      if (pod.program === undefined || tellingGrants(facts.grantsOf(pod), knowledge).length === 0) continue;
      const key = keyOf(pod.program);
      const bound = this.#bound.get(key);
      if (bound === undefined) this.#bound.set(key, [pod]);
      else bound.push(pod);
    }
  }

  evidenceFor(workload: Workload): Evidence | undefined {
    for (const container of workload.containers) {
      const program = programOf(container);
      const sibling = program === undefined ? undefined : this.#sibling(keyOf(program), workload);
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

  #sibling(program: string, workload: Workload): Resource | undefined {
    return this.#bound
      .get(program)
      ?.find(({ resource: other }) => !isSame(other, workload) && mayBelongTogether(other.document, workload.document))
      ?.resource;
  }
}

function isSame(a: Resource, b: Resource): boolean {
  return a.root.isSameAs(b.root);
}

function keyOf({ image, words }: Program): string {
  return `${parseImage(image).repository} ${words.join(' ')}`;
}
