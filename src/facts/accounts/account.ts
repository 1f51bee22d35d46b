import type { Field } from '../../documents/field.ts';
import { type Resource, ResourceOf } from '../objects/resource.ts';
import { mayBecomeAnother } from '../objects/substitution.ts';

/** A declared ServiceAccount. */
export interface ServiceAccount extends Resource {
  /** `automountServiceAccountToken`, where it is a boolean; `null`, wrong types and wrong places decide nothing. */
  readonly automount: { readonly value: boolean; readonly field: Field } | undefined;
  /** The same field where others fill it in before it is applied. */
  readonly automountToFillIn: Field | undefined;
}

export function isServiceAccount(resource: Resource): boolean {
  return resource.kind === 'ServiceAccount' && resource.apiVersion === 'v1';
}

export function serviceAccount(resource: Resource): ServiceAccount {
  return new DeclaredAccount(resource);
}

class DeclaredAccount extends ResourceOf<string> implements ServiceAccount {
  readonly #automount: boolean | 'filled in' | undefined;

  constructor(resource: Resource) {
    super(resource, resource.kind, resource.namespace);
    const field = automountField(resource);
    this.#automount = mayBecomeAnother(field) ? 'filled in' : field.boolean;
  }

  get automount(): ServiceAccount['automount'] {
    return typeof this.#automount === 'boolean' ? { value: this.#automount, field: automountField(this) } : undefined;
  }

  get automountToFillIn(): Field | undefined {
    return this.#automount === 'filled in' ? automountField(this) : undefined;
  }
}

function automountField({ root }: Resource): Field {
  return root.get('automountServiceAccountToken');
}
