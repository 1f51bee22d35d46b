import type { Node } from './node.ts';

/** What only a chart's template says: rendered output holds no such action, alert and workflow texts have others. */
const helmAction =
  /\{\{-?\s*(?:\(?\s*(?:\.|\$\.)(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s|template\s+")/;

/** Whether a document that reads as YAML is a helm template all the same: `image: "{{ .Values.image }}"`. */
export function holdsHelmAction(node: Node): boolean {
  if (node.kind === 'scalar')
    return node.style !== 'block' && typeof node.value === 'string' && helmAction.test(node.value);
  if (node.alias === true) return false;
  if (node.kind === 'sequence') return node.items.some(holdsHelmAction);
  for (const entry of node.entries.values()) {
    if (helmAction.test(entry.name) || holdsHelmAction(entry.value)) return true;
  }
  return false;
}

/** Where helm's notes begin in the output of `helm install --dry-run`, which are prose after the last manifest. */
export function helmNotesOffset(text: string): number | undefined {
  if (!/^MANIFEST:[ \t]*$/m.test(text)) return undefined;
  const match = /^NOTES:[ \t]*$/m.exec(text);
  return match?.index;
}
