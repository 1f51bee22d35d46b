import type { Field } from '../../documents/field.ts';

/** Which account a pod runs as. */
export interface AccountReference {
  readonly name: string;
  /** The field that says so, `serviceAccountName` or the old `serviceAccount`; absent for `default`. */
  readonly field: Field;
}

/** `serviceAccountName` wins; where it is unset or empty, `serviceAccount` counts (facts.md §6). */
export function accountReference(podSpec: Field): AccountReference {
  const field = podSpec.get('serviceAccountName');
  if (field.string !== undefined && field.string !== '') return { name: field.string, field };
  const legacy = podSpec.get('serviceAccount');
  if (legacy.string !== undefined && legacy.string !== '') return { name: legacy.string, field: legacy };
  return { name: 'default', field };
}
