import type { Field } from '../documents/field.ts';
import { type Resource, ResourceOf } from './resource.ts';

/** A declared ServiceAccount. */
export interface ServiceAccount extends Resource {
  /** `automountServiceAccountToken`, where it is a boolean; `null`, wrong types and wrong places decide nothing. */
  readonly automount: { readonly value: boolean; readonly field: Field } | undefined;
}

export function isServiceAccount(resource: Resource): boolean {
  return resource.kind === 'ServiceAccount' && resource.apiVersion === 'v1';
}

export function serviceAccount(resource: Resource): ServiceAccount {
  return new DeclaredAccount(resource);
}

class DeclaredAccount extends ResourceOf<string> implements ServiceAccount {
  readonly #automount: boolean | undefined;

  constructor(resource: Resource) {
    super(resource, resource.kind, resource.namespace);
    this.#automount = automountField(resource).boolean;
  }

  get automount(): ServiceAccount['automount'] {
    return this.#automount === undefined ? undefined : { value: this.#automount, field: automountField(this) };
  }
}

function automountField({ root }: Resource): Field {
  return root.get('automountServiceAccountToken');
}
