import type { SourceDocument } from '../documents/document.ts';
import type { Resource } from '../facts/objects/resource.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** Asks once for each object. What has no name cannot be told apart from others, and is asked for each time. */
export function perObject<T>(ask: (resource: Resource) => T): (resource: Resource) => T {
  const known = new WeakMap<SourceDocument, Map<string, T>>();
  return (resource) => {
    const { document, apiVersion, kind, namespace, name } = resource;
    if (name === null) return ask(resource);
    const answers = getOrMake(known, document, () => new Map<string, T>());
    return getOrMake(answers, `${apiVersion} ${kind} ${namespace ?? ''} ${name}`, () => ask(resource));
  };
}
