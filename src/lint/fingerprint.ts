import { createHash } from 'node:crypto';
import type { Location, SourceDocument } from '../documents/document.ts';
import type { Node } from '../documents/node.ts';
import type { Report } from '../rule/rule.ts';

/**
 * A name for a finding that survives edits elsewhere: rule, message, file, object, and the path to the place with
 * list items called by their names. Lines and columns have no part in it.
 */
export function fingerprintOf(ruleId: string, report: Report, seen: Map<string, number>): string {
  const { resource, location } = report;
  const { apiVersion, kind, namespace, name } = resource;
  const identity = [
    ruleId,
    report.messageId,
    location.uri,
    apiVersion,
    kind,
    namespace,
    name,
    stablePath(resource.document, location),
  ];
  const key = JSON.stringify(identity);
  const repeat = seen.get(key) ?? 0;
  seen.set(key, repeat + 1);
  return createHash('sha256')
    .update(`${key}#${String(repeat)}`)
    .digest('hex')
    .slice(0, 32);
}

function stablePath(document: SourceDocument, location: Location): (string | number)[] {
  let node: Node | undefined = document.node;
  return (location.path ?? []).map((segment) => {
    if (typeof segment === 'string') {
      node = node?.kind === 'map' ? node.entries.get(segment)?.value : undefined;
      return segment;
    }
    node = node?.kind === 'sequence' ? node.items[segment] : undefined;
    return nameOf(node) ?? segment;
  });
}

/** What sets an item apart from its siblings; an object of a list is already named. */
function nameOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'map') return undefined;
  for (const key of ['name', 'mountPath']) {
    const value = node.entries.get(key)?.value;
    if (value?.kind === 'scalar' && typeof value.value === 'string') return value.value;
  }
  const metadata = node.entries.get('metadata')?.value;
  return metadata === undefined ? undefined : nameOf(metadata);
}
