import type { SourceFile } from '../documents/document.ts';
import type { Field } from '../documents/field.ts';
import { groupBy } from '../lists/groupBy.ts';
import { podTemplatesOf } from '../facts/pods/podTemplate.ts';
import type { Resource } from '../facts/objects/resource.ts';

/** `kube-token-lint.io/ignore.RULE: reason` suppresses what a rule finds in the object. */
export const annotationPrefix = 'kube-token-lint.io/ignore.';

/** What is ours, or is surely meant to be: the domain is easily got wrong. */
const ours = /^kube-token-lint\.io\/|^[^/]*kube-token-lint[^/]*\/ignore[.-]/;

/** The annotations of an object, of its list, and of the pods that it makes, that suppress findings. */
export function ignoreAnnotations(resource: Resource): Field[] {
  return ownAnnotations(resource).filter((field) => ruleOf(field) !== undefined);
}

const byRule = new WeakMap<Resource, ReadonlyMap<string | undefined, readonly Field[]>>();

/** Those for one rule. */
export function annotationsFor(resource: Resource, ruleId: string): readonly Field[] {
  const groups = byRule.get(resource) ?? groupBy(ownAnnotations(resource), ruleOf);
  byRule.set(resource, groups);
  return groups.get(ruleId) ?? [];
}

/** Annotations that look so, and do nothing. */
export function unknownAnnotations(resource: Resource): Field[] {
  return ownAnnotations(resource).filter((field) => ruleOf(field) === undefined);
}

/** Whether a file has any: it is asked for every finding and object. */
const mentioning = new WeakMap<SourceFile, boolean>();

function mentions(file: SourceFile): boolean {
  const answer = mentioning.get(file) ?? file.text.includes('kube-token-lint');
  mentioning.set(file, answer);
  return answer;
}

const known = new WeakMap<Resource, readonly Field[]>();

function ownAnnotations(resource: Resource): readonly Field[] {
  if (!mentions(resource.document.file)) return [];
  const own = known.get(resource) ?? readAnnotations(resource);
  known.set(resource, own);
  return own;
}

function readAnnotations(resource: Resource): Field[] {
  const holders = [
    resource.root,
    ...around(resource.root),
    ...podTemplatesOf(resource).flatMap(({ spec }) => around(spec)),
  ];
  // A pod is a part of what makes it.
  const found = new Map<number | undefined, Field>();
  for (const field of holders.flatMap((holder) => holder.at('metadata', 'annotations').fields()))
    if (typeof field.segment === 'string' && ours.test(field.segment)) found.set(field.key?.start, field);
  return [...found.values()];
}

/** What a field lies in: a pod in its template, in a CronJob's template of jobs; an object in a list. */
function around({ parent }: Field): Field[] {
  return parent === undefined ? [] : [...around(parent), parent];
}

/** The rule that an annotation names. */
export function ruleOf({ segment }: Field): string | undefined {
  return typeof segment === 'string' && segment.length > annotationPrefix.length && segment.startsWith(annotationPrefix)
    ? segment.slice(annotationPrefix.length)
    : undefined;
}
