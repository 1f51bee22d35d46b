import type { Field } from '../documents/field.ts';
import { podTemplatesOf } from '../facts/podTemplate.ts';
import type { Resource } from '../facts/resource.ts';

/** `kube-token-lint.io/ignore.RULE: reason` suppresses what a rule finds in the object. */
export const annotationPrefix = 'kube-token-lint.io/ignore.';

/** Nothing else is ours. */
const domain = 'kube-token-lint.io/';

/** The annotations of an object, of its list, and of the pods that it makes, that suppress findings. */
export function ignoreAnnotations(resource: Resource): Field[] {
  return ownAnnotations(resource).filter((field) => ruleOf(field) !== undefined);
}

/** Annotations that look so, and do nothing. */
export function unknownAnnotations(resource: Resource): Field[] {
  return ownAnnotations(resource).filter((field) => ruleOf(field) === undefined);
}

function ownAnnotations(resource: Resource): Field[] {
  if (!resource.document.file.text.includes(domain)) return [];
  const holders = [
    resource.root,
    ...around(resource.root),
    ...podTemplatesOf(resource).flatMap(({ spec }) => around(spec)),
  ];
  const found = holders.flatMap((holder) => holder.at('metadata', 'annotations').fields());
  return found.filter(
    ({ segment, key }, index) =>
      typeof segment === 'string' &&
      segment.startsWith(domain) &&
      found.findIndex((other) => other.key?.start === key?.start) === index,
  );
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
