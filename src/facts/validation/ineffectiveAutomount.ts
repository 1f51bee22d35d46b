import type { Field } from '../../documents/field.ts';
import type { Resource } from '../objects/resource.ts';
import type { PodTemplate } from '../pods/podTemplate.ts';
import { containerFields } from '../pods/container.ts';
import { mayBecomeAnother } from '../objects/substitution.ts';
import { apiPath } from './rejection.ts';
import { nearest } from '../../text/suggestion.ts';

const name = 'automountServiceAccountToken';

/** An attempt to set `automountServiceAccountToken` that decides nothing (facts.md §7). */
export type IneffectiveAutomount =
  /** Kubernetes has no such field there; `home` is where it belongs. */
  | { readonly fault: 'misplaced' | 'misspelt'; readonly field: Field; readonly home: Field; readonly where: string }
  /** The API server cannot read the value as a boolean and rejects the object. */
  | { readonly fault: 'wrongType'; readonly field: Field }
  /** `null` is the same as absent. */
  | { readonly fault: 'null'; readonly field: Field };

/** Whether an attempt leaves the field undecided. Where it stands in its own place too, that decides, and is judged for itself. */
export function leavesUndecided(attempt: IneffectiveAutomount): boolean {
  return !('home' in attempt) || attempt.home.boolean === undefined;
}

/** Attempts around a pod: in the PodSpec itself, in what surrounds it, in its metadata and containers. */
export function ineffectiveInPod(resource: Resource, pod: PodTemplate, isBuiltIn: boolean): IneffectiveAutomount[] {
  const { spec, metadata } = pod;
  const home = spec.get(name);
  const found = wrongValue(home);
  addMisspelt(found, spec, home, 'a pod spec', false);
  addMisspelt(found, metadata, home, 'metadata', true);
  addMisspelt(found, spec.setAt('securityContext'), home, 'a security context', true);
  for (const container of containerFields(spec)) {
    addMisspelt(found, container, home, 'a container', true);
    addMisspelt(found, container.setAt('securityContext'), home, 'a security context', true);
  }
  // What surrounds the pod of a custom resource is its own business: it may know the field.
  for (let at = isBuiltIn ? spec.parent : undefined; at !== undefined; at = at.parent) {
    const holder = at;
    addMisspelt(found, holder, home, () => surroundingWords(holder, resource.kind), true);
    if (holder.node !== metadata.parent?.node) addMisspelt(found, holder.get('metadata'), home, 'metadata', true);
    if (holder.get('kind').written) break;
  }
  return found;
}

/** Attempts in a ServiceAccount. */
export function ineffectiveInAccount({ root }: Resource): IneffectiveAutomount[] {
  const home = root.get(name);
  const found = wrongValue(home);
  addMisspelt(found, root, home, 'a ServiceAccount', false);
  addMisspelt(found, root.get('spec'), home, 'a ServiceAccount’s "spec"', true);
  addMisspelt(found, root.get('metadata'), home, 'metadata', true);
  return found;
}

function wrongValue(field: Field): IneffectiveAutomount[] {
  if (!field.written || field.boolean !== undefined || mayBecomeAnother(field)) return [];
  return [field.set ? { fault: 'wrongType', field } : { fault: 'null', field }];
}

/** @param place where the holder is, in words. */
function addMisspelt(
  found: IneffectiveAutomount[],
  holder: Field | undefined,
  home: Field,
  place: string | (() => string),
  misplaced: boolean,
): void {
  if (holder === undefined) return;
  // Only names that are long enough are looked at: there are many mappings around a pod.
  for (const key of holder.namesFrom(shortest)) {
    const isMisplaced = key === name && misplaced;
    if (!isMisplaced && !isAutomountMisspelt(key)) continue;
    const where = typeof place === 'string' ? place : place();
    found.push({ fault: isMisplaced ? 'misplaced' : 'misspelt', field: holder.get(key), home, where });
  }
}

/** `mountServiceToken` */
const shortest = 17;

/** `autoMountServiceAccountToken`, `automount_service_account_token`, `automountServiceToken`, `automountServiceAcountToken`, … */
export function isAutomountMisspelt(key: string): boolean {
  if (key.length < shortest || key === name || !/mount/i.test(key)) return false;
  const letters = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (letters.length > 20 && nearest(letters, [name.toLowerCase()], 2) !== undefined) return true;
  return /^(?:auto)?mount(?:the)?(?:service)?(?:accounts?)?tokens?$/.test(letters) && letters.includes('service');
}

/** What a pod spec lies in, up to the object, in words. */
function surroundingWords(holder: Field, kind: string): string {
  let root = holder;
  while (root.parent !== undefined && !root.get('kind').written) root = root.parent;
  return holder === root ? `a ${kind}` : `"${apiPath(holder, root)}" of a ${kind}`;
}
