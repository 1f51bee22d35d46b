import type { Field } from '../../documents/field.ts';
import { nearest } from '../../text/suggestion.ts';
import { isAutomountMisspelt } from '../ineffectiveAutomount.ts';
import { isRbac } from '../rbac/rbac.ts';
import { type Resource, apiGroup } from '../resource.ts';
import { type GoStruct, type GoType, bindingType, podSpecType, roleType, serviceAccountType } from './goTypes.ts';

/** A field that Kubernetes does not have. */
export interface UnknownField {
  readonly field: Field;
  /** The field that was most likely meant, beside it; it may be written as well. */
  readonly meant: Field | undefined;
  /** The field beside it that has one of this name. */
  readonly below?: string;
}

/**
 * Fields of a PodSpec around tokens that Kubernetes does not have: a strict server, and so `kubectl apply`, refuses the
 * object, others lose the value (facts.md §7). `automountServiceAccountToken` has facts of its own.
 */
export function unknownInPod(spec: Field): UnknownField[] {
  return unknownFields(spec, podSpecType, []);
}

/** The same of an account, a role or a binding. */
export function unknownInObject(resource: Resource): UnknownField[] {
  const type = typeOf(resource);
  return type === undefined ? [] : unknownFields(resource.root, type, []);
}

/** Whether an absent field is written under a name that is near its own: then it was not forgotten. */
export function isMisspelt(absent: Field, unknown: readonly UnknownField[]): boolean {
  if (absent.written) return false;
  return unknown.some(({ meant }) => {
    const [wanted, holder] = [meant?.parent, absent.parent];
    return meant?.segment === absent.segment && holder !== undefined && wanted?.isSameAs(holder) === true;
  });
}

function typeOf(resource: Resource): GoStruct | undefined {
  if (resource.kind === 'ServiceAccount' && apiGroup(resource) === '') return serviceAccountType;
  if (!isRbac(resource) || apiGroup(resource) !== 'rbac.authorization.k8s.io') return undefined;
  return resource.kind.endsWith('Binding') ? bindingType : roleType;
}

/** Adds to what was found: most values are scalars, of which no field need be made. */
function unknownFields(field: Field, type: GoType, found: UnknownField[]): UnknownField[] {
  if ('list' in type) {
    if ('scalar' in type.list) return found;
    for (const item of field.items()) unknownFields(item, type.list, found);
  } else if ('struct' in type) {
    for (const name of field.names) {
      const known = type.fields.get(name);
      if (known === undefined) addUnknown(field, name, type, found);
      else if (!('scalar' in known)) unknownFields(field.get(name), known, found);
    }
  }
  return found;
}

function addUnknown(holder: Field, name: string, type: GoStruct, found: UnknownField[]): void {
  if (type.others?.includes(name) === true) return;
  const below = type.below?.names.includes(name) === true ? type.below.field : undefined;
  if (below !== undefined) {
    found.push({ field: holder.get(name), meant: undefined, below });
    return;
  }
  const meant = meantBy(name, type);
  // What concerns no token is not looked at. A token projection is no volume.
  if (meant === undefined && type.closed !== true && name !== 'serviceAccountToken') return;
  if (isAutomountMisspelt(name)) return;
  found.push({ field: holder.get(name), meant: meant === undefined ? undefined : holder.get(meant) });
}

/** What names were taken for, by struct: the same ones come again in every container. */
const answers = new WeakMap<GoStruct, Map<string, string | null>>();
const mostAnswers = 1000;

function meantBy(name: string, type: GoStruct): string | undefined {
  const known = answers.get(type) ?? new Map<string, string | null>();
  const answer = known.get(name);
  if (answer !== undefined) return answer ?? undefined;
  const meant = nearestField(name, [...type.fields.keys()]);
  if (known.size < mostAnswers) answers.set(type, known.set(name, meant ?? null));
  return meant;
}

/** The name in other letters (`expiration_seconds`, `readonly`), or with a slip of one or two. */
function nearestField(name: string, names: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  const same = names.find((candidate) => lettersOf(candidate) === letters);
  if (same !== undefined || name.length < 3) return same;
  return nearest(name, names, name.length === 3 ? 1 : 2);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}
