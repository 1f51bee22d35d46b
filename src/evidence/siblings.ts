import type { Facts } from '../facts/facts.ts';
import { placeName } from '../facts/namesIn.ts';
import { type Pod, programOf } from '../facts/pods/pod.ts';
import type { Made, Reads } from '../facts/objects/reads.ts';
import { type Resource, titleOf } from '../facts/objects/resource.ts';
import type { Workload, WorkloadContainer } from '../facts/workloads/workload.ts';
import { mayBelongTogether } from '../facts/objects/scope.ts';
import type { Evidence } from './evidence.ts';
import { tellingGrants } from './grantEvidence.ts';
import type { Knowledge } from './knowledge/knowledge.ts';

/**
 * Workloads that run the same program, the same image with the same first words of its command line: what one of them
 * is granted shows what the program does, also where another lacks a grant.
 */
export class SiblingIndex {
  readonly #facts: Facts;
  readonly #knowledge: Knowledge;
  readonly #reads: Reads;
  /** Pods that are granted something, by program and by where the slice of its pods begins. */
  readonly #bound = new Map<string, Made<readonly Pod[]>>();

  constructor(facts: Facts, knowledge: Knowledge, reads: Reads) {
    this.#facts = facts;
    this.#knowledge = knowledge;
    this.#reads = reads;
  }

  /** @param containers those of the workload that are not known to have no use for a token: of others, a grant shows nothing. */
  evidenceFor(workload: Workload, containers: readonly WorkloadContainer[]): Evidence | undefined {
    for (const container of containers) {
      const program = programOf(container);
      const sibling = program === undefined ? undefined : this.#sibling(program, workload);
      if (sibling === undefined) continue;
      return {
        kind: 'sibling',
        direction: 'used',
        strength: 'medium',
        message: `${titleOf(sibling)} runs the same program as container "${container.name ?? '?'}", and its account is granted something`,
        location: sibling.root.at('metadata', 'name').valueLocation,
      };
    }
    return undefined;
  }

  #sibling(program: string, workload: Workload): Resource | undefined {
    const pods = this.#facts.podsRunning(program);
    for (let [start, count] = [0, fewPods]; start < pods.length; [start, count] = [start + count, count * 2]) {
      const found = this.#boundOf(program, pods, start, count).find(
        ({ resource: other }) => !isSame(other, workload) && mayBelongTogether(other.document, workload.document),
      )?.resource;
      if (found === undefined) continue;
      this.#reads.note('places', placeName(found));
      return found;
    }
    return undefined;
  }

  /** Of several containers it is open which one the grant is for: only pods of one are looked at. */
  #boundOf(program: string, pods: readonly Pod[], start: number, count: number): readonly Pod[] {
    return this.#reads.memo(this.#bound, `${String(start)} ${program}`, () =>
      pods.slice(start, start + count).filter((pod) => {
        this.#reads.note('accountOf', placeName(pod.resource));
        return tellingGrants(this.#facts.grantsOf(pod), this.#knowledge).length > 0;
      }),
    );
  }
}

/** So many pods of a program are looked at first, then twice as many: mostly one of the first is granted something. */
const fewPods = 4;

function isSame(a: Resource, b: Resource): boolean {
  return a.root.isSameAs(b.root);
}
