import type { Field } from '../documents/field.ts';
import { type Resource, held } from './resource.ts';

/** A declared ServiceAccount. */
export interface ServiceAccount extends Resource {
  /** `automountServiceAccountToken`, where it is a boolean; `null`, wrong types and wrong places decide nothing. */
  readonly automount: { readonly value: boolean; readonly field: Field } | undefined;
}

export function isServiceAccount(resource: Resource): boolean {
  return resource.kind === 'ServiceAccount' && resource.apiVersion === 'v1';
}

export function serviceAccount(resource: Resource): ServiceAccount {
  const field = resource.root.get('automountServiceAccountToken');
  const value = field.boolean;
  return { ...held(resource), automount: value === undefined ? undefined : { value, field } };
}
