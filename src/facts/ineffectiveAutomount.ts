import type { Field } from '../documents/field.ts';
import type { Resource } from './resource.ts';
import type { PodTemplate } from './podTemplate.ts';
import { apiPath } from './validation/rejection.ts';
import { nearest } from '../text/suggestion.ts';

const name = 'automountServiceAccountToken';

/** An attempt to set `automountServiceAccountToken` that decides nothing (facts.md §7). */
export type IneffectiveAutomount =
  /** Kubernetes has no such field there; `home` is where it belongs. */
  | { readonly fault: 'misplaced' | 'misspelt'; readonly field: Field; readonly home: Field; readonly where: string }
  /** The API server cannot read the value as a boolean and rejects the object. */
  | { readonly fault: 'wrongType'; readonly field: Field }
  /** `null` is the same as absent. */
  | { readonly fault: 'null'; readonly field: Field };

/** Attempts around a pod: in the PodSpec itself, in what surrounds it, in its metadata and containers. */
export function ineffectiveInPod(resource: Resource, pod: PodTemplate, isBuiltIn: boolean): IneffectiveAutomount[] {
  const home = pod.spec.get(name);
  const found = [...wrongValue(home), ...misspelt(pod.spec, home, 'a pod spec', false)];
  const places: [Field, string | (() => string)][] = [
    [pod.metadata, 'metadata'],
    [pod.spec.get('securityContext'), 'a security context'],
  ];
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of pod.spec.get(list).items()) {
      places.push([container, 'a container'], [container.get('securityContext'), 'a security context']);
    }
  }
  // What surrounds the pod of a custom resource is its own business: it may know the field.
  if (isBuiltIn) {
    for (const [holder, where] of surroundings(pod.spec, resource.kind)) {
      places.push([holder, where]);
      if (holder.node !== pod.metadata.parent?.node) places.push([holder.get('metadata'), 'metadata']);
    }
  }
  return [...found, ...places.flatMap(([holder, where]) => misspelt(holder, home, where, true))];
}

/** Attempts in a ServiceAccount. */
export function ineffectiveInAccount(account: Resource): IneffectiveAutomount[] {
  const home = account.root.get(name);
  return [
    ...wrongValue(home),
    ...misspelt(account.root, home, 'a ServiceAccount', false),
    ...misspelt(account.root.get('spec'), home, 'a ServiceAccount’s "spec"', true),
    ...misspelt(account.root.get('metadata'), home, 'metadata', true),
  ];
}

function wrongValue(field: Field): IneffectiveAutomount[] {
  if (!field.written || field.boolean !== undefined) return [];
  return [field.set ? { fault: 'wrongType', field } : { fault: 'null', field }];
}

/** @param place where the holder is, in words. */
function misspelt(
  holder: Field,
  home: Field,
  place: string | (() => string),
  misplaced: boolean,
): IneffectiveAutomount[] {
  const found: IneffectiveAutomount[] = [];
  const add = (fault: 'misplaced' | 'misspelt', key: string): void => {
    found.push({ fault, field: holder.get(key), home, where: typeof place === 'string' ? place : place() });
  };
  // Only the names are looked at: there are many mappings around a pod.
  for (const key of holder.names) {
    if (key === name && misplaced) add('misplaced', key);
    if (isAutomountMisspelt(key)) add('misspelt', key);
  }
  return found;
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
function surroundings(spec: Field, kind: string): [Field, () => string][] {
  const places: Field[] = [];
  for (let at = spec.parent; at !== undefined; at = at.parent) {
    places.push(at);
    if (at.get('kind').written) break;
  }
  const root = places.at(-1);
  return places.map((at) => [at, () => (at === root ? `a ${kind}` : `"${apiPath(at, root ?? at)}" of a ${kind}`)]);
}
