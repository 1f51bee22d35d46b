import type { Field } from '../../documents/field.ts';
import { nearest } from '../../text/suggestion.ts';
import { isAutomountMisspelt } from './ineffectiveAutomount.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import {
  type GoStruct,
  type GoType,
  accountFields,
  bindingType,
  podSpecType,
  roleType,
  serviceAccountType,
} from './goTypes.ts';

/** A field that Kubernetes does not have. */
export interface UnknownField {
  readonly field: Field;
  /** The field that was most likely meant, beside it or in the pod around it; it may be written as well. */
  readonly meant: Field | undefined;
  /** The field beside it that has one of this name. */
  readonly below?: string;
}

/**
 * Fields of a PodSpec around tokens that Kubernetes does not have: a strict server, and so `kubectl apply`, refuses the
 * object, others lose the value (facts.md §7). `automountServiceAccountToken` has facts of its own.
 *
 * @param isBuiltIn whether Kubernetes knows what surrounds the pod: a custom resource may have fields of these names.
 */
export function unknownInPod(spec: Field, isBuiltIn: boolean): UnknownField[] {
  const found = unknownFields(spec, podSpecType, spec, []);
  for (let holder = isBuiltIn ? spec.parent : undefined; holder !== undefined; holder = holder.parent) {
    for (const name of accountFields) {
      const field = holder.setAt(name);
      if (field !== undefined) found.push({ field, meant: spec.get(name) });
    }
    if (holder.get('kind').written) break;
  }
  return found;
}

/** Whether what was meant is not beside a field, but in the pod around it. */
export function isOfPod({ field, meant }: UnknownField): boolean {
  return meant !== undefined && field.segment === meant.segment;
}

/** The same of an account, a role or a binding. */
export function unknownInObject(resource: Resource): UnknownField[] {
  const type = typeOf(resource);
  return type === undefined ? [] : unknownFields(resource.root, type, resource.root, []);
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
  return apiGroup(resource) === 'rbac.authorization.k8s.io' ? rbacTypes.get(resource.kind) : undefined;
}

const rbacTypes: ReadonlyMap<string, GoStruct> = new Map([
  ['Role', roleType],
  ['ClusterRole', roleType],
  ['RoleBinding', bindingType],
  ['ClusterRoleBinding', bindingType],
]);

/** Adds to what was found: most values are scalars, of which no field need be made. */
function unknownFields(field: Field, type: GoType, around: Field, found: UnknownField[]): UnknownField[] {
  if ('list' in type) {
    if ('scalar' in type.list) return found;
    for (const item of field.items()) unknownFields(item, type.list, around, found);
  } else if ('struct' in type) {
    for (const name of field.names) {
      const known = type.fields.get(name);
      if (known === undefined) addUnknown(field, name, type, around, found);
      else if (!('scalar' in known)) unknownFields(field.get(name), known, around, found);
    }
  }
  return found;
}

function addUnknown(holder: Field, name: string, type: GoStruct, around: Field, found: UnknownField[]): void {
  if (type.others?.includes(name) === true) return;
  if (type.ofPod?.includes(name) === true) {
    found.push({ field: holder.get(name), meant: around.get(name) });
    return;
  }
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
