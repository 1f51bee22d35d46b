import type { Location } from '../documents/document.ts';
import type { Resource } from '../facts/objects/resource.ts';

/** A comment or an annotation that keeps findings from being shown, as it turned out once all rules have run. */
export interface Suppression {
  readonly kind: 'comment' | 'annotation';
  readonly location: Location;
  /** The object that it is written in. */
  readonly resource: Resource;
  /** Why, in the author's words. */
  readonly reason: string | undefined;
  readonly rules: readonly SuppressedRule[];
}

/** What is written as a suppression, but is none that there is. */
export interface UnknownDirective {
  /** `sign`: what stands before a reason. */
  readonly kind: Suppression['kind'] | 'sign';
  readonly name: string;
  /** What there is instead: the nearest, or all. */
  readonly meant: string;
  readonly location: Location;
  readonly resource: Resource;
}

/** A rule that a suppression names; without a name it is for every rule. */
export interface SuppressedRule {
  readonly id: string | undefined;
  readonly location: Location;
  /** `notRun` where the rule is off, so that nobody knows whether it would have found anything. */
  readonly state: 'used' | 'unused' | 'unknown' | 'notRun';
  /** Of one that is unknown, which rule may be meant; empty where none is near. */
  readonly hint?: string;
}
