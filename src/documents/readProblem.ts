import type { Node } from './node.ts';
import type { Outline } from './outline.ts';
import type { ProblemCode } from './problem.ts';

/** A problem whose place is given as offsets into the text. */
export interface ReadProblem {
  readonly start: number;
  readonly end: number;
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a piece of text holds; `root` is missing where it is empty or could not be read. */
export interface ReadResult {
  readonly root: Node | undefined;
  /** The root that YAML allows and Kubernetes does not. */
  readonly rejected?: Node;
  readonly problems: readonly ReadProblem[];
  /** From which the root can be made again. */
  readonly outline?: Outline;
}
