import type { Field } from '../documents/field.ts';
import { podTemplatesOf } from '../facts/podTemplate.ts';
import type { Resource } from '../facts/resource.ts';

/** `kube-token-lint.io/ignore.RULE: reason` suppresses what a rule finds in the object. */
export const annotationPrefix = 'kube-token-lint.io/ignore.';

/** The annotations of an object, and of the pods that it makes, that suppress findings. */
export function ignoreAnnotations(resource: Resource): Field[] {
  if (!resource.document.file.text.includes(annotationPrefix)) return [];
  const holders = [resource.root.get('metadata'), ...podTemplatesOf(resource).map(({ metadata }) => metadata)];
  const found = holders.flatMap((metadata) => metadata.get('annotations').fields());
  return found.filter(
    (field, index) => ruleOf(field) !== undefined && found.findIndex(({ key }) => key === field.key) === index,
  );
}

/** The rule that an annotation names. */
export function ruleOf({ segment }: Field): string | undefined {
  return typeof segment === 'string' && segment.startsWith(annotationPrefix)
    ? segment.slice(annotationPrefix.length)
    : undefined;
}
