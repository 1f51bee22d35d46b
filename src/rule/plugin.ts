import type { Rule } from './rule.ts';

/** Rules of somebody's own: the default export of an ES module. They are called `name/id`. */
export interface Plugin {
  /** Lower-case words joined by `-`. */
  readonly name: string;
  readonly rules: readonly Rule[];
}
