import type { Field } from '../../documents/field.ts';
import { tokenKinds } from './kinds.ts';
import type { Resource } from './resource.ts';
import { isEncrypted } from './substitution.ts';

/** What SOPS encrypted in an object, so that nobody knows what it says. */
export interface Encryption {
  /** Where the first value is that it made unreadable. */
  readonly first: Field;
  /** Whether that may be what accounts may do: a role or a binding, or an object of which not even the kind is known. */
  readonly mayGrant: boolean;
}

/** Of an object that matters here; what a Secret holds is not looked at anyway. */
export function encryptionOf({ kind, root }: Resource): Encryption | undefined {
  if (root.setAt('sops')?.stringAt('mac') === undefined) return undefined;
  const isUnknown = isEncrypted(kind);
  if (!isUnknown && !tokenKinds.has(kind) && kind !== 'ConfigMap') return undefined;
  const skipped = new Set(kind === 'Secret' ? ['sops', 'data', 'stringData'] : ['sops']);
  for (const part of root.fields()) {
    const first = skipped.has(String(part.segment)) ? undefined : firstEncrypted(part, new Set());
    if (first !== undefined) return { first, mayGrant: isUnknown || /Role|^ServiceAccount$/.test(kind) };
  }
  return undefined;
}

/** @param seen nodes that were searched: aliases can repeat one without end. */
function firstEncrypted(field: Field, seen: Set<unknown>): Field | undefined {
  if (field.string !== undefined) return isEncrypted(field.string) ? field : undefined;
  if (field.node === undefined || seen.has(field.node)) return undefined;
  seen.add(field.node);
  for (const child of [...field.fields(), ...field.items()]) {
    const found = firstEncrypted(child, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
