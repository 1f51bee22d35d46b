import type { Node } from '../../src/documents/node.ts';

/** What a node says, as JSON holds it. */
export function jsonOf(node: Node | undefined): unknown {
  if (node?.kind === 'map')
    return Object.fromEntries([...node.entries.values()].map(({ name, value }) => [name, jsonOf(value)]));
  if (node?.kind === 'sequence') return node.items.map(jsonOf);
  return typeof node?.value === 'bigint' ? Number(node.value) : (node?.value ?? null);
}
