import type { Facts } from '../facts/facts.ts';
import { type Pod, programOf } from '../facts/pod.ts';
import type { Made, Reads } from '../facts/reads.ts';
import type { Resource } from '../facts/resource.ts';
import type { Workload } from '../facts/workload.ts';
import { mayBelongTogether } from '../facts/scope.ts';
import type { Evidence } from './evidence.ts';
import { tellingGrants } from './grantEvidence.ts';
import type { Knowledge } from './knowledge.ts';

/**
 * Workloads that run the same program, the same image with the same first words of its command line: what one of them
 * is granted shows what the program does, also where another lacks a grant.
 */
export class SiblingIndex {
  readonly #facts: Facts;
  readonly #knowledge: Knowledge;
  readonly #reads: Reads;
  readonly #bound = new Map<string, Made<readonly Pod[]>>();

  constructor(facts: Facts, knowledge: Knowledge, reads: Reads) {
    this.#facts = facts;
    this.#knowledge = knowledge;
    this.#reads = reads;
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

  #sibling(program: string, workload: Workload): Resource | undefined {
    // Of several containers it is open which one the grant is for: only pods of one are looked at.
    const bound = this.#reads.memo(this.#bound, program, () =>
      this.#facts
        .podsRunning(program)
        .filter((pod) => tellingGrants(this.#facts.grantsOf(pod), this.#knowledge).length > 0),
    );
    return bound.find(
      ({ resource: other }) => !isSame(other, workload) && mayBelongTogether(other.document, workload.document),
    )?.resource;
  }
}

function isSame(a: Resource, b: Resource): boolean {
  return a.root.isSameAs(b.root);
}
