import type { Container } from '../facts/pods/container.ts';
import type { Location } from '../documents/document.ts';

/** How much a sign weighs: `strong` decides alone, `weak` only tips what is open. */
export type Strength = 'strong' | 'medium' | 'weak';

/** One sign that a workload uses its API token or does not. */
export interface Evidence {
  readonly kind: string;
  readonly direction: 'used' | 'unused';
  readonly strength: Strength;
  readonly message: string;
  readonly location?: Location;
}

const weights = { strong: 0, medium: 1, weak: 2 } as const;

/** For sorting: the strongest first. */
export function byWeight(a: { readonly strength: Strength }, b: { readonly strength: Strength }): number {
  return weights[a.strength] - weights[b.strength];
}

export type Confidence = 'high' | 'medium' | 'low';

/** Whether a workload uses its API token, and why we say so. */
export interface ApiUse {
  readonly verdict: 'used' | 'unused' | 'unknown';
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** Containers whose programs are known not to use it, whatever the pod's others do. */
  readonly idle: readonly Container[];
}
