import type { Field } from '../documents/field.ts';

/** Whether a value has parts that others fill in before it is applied: envsubst, Flux, OpenShift, kustomize's variables, operators. */
export function isFilledIn(text: string): boolean {
  return /\$[({]|\$[A-Z][A-Z\d_]+|\{\{/.test(text);
}

/** Whether a field is no boolean, number or list yet, but may become one. */
export function mayBecomeAnother({ string }: Field): boolean {
  return string !== undefined && isFilledIn(string);
}
