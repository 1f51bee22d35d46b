import type { Node } from './node.ts';

/** What only a chart's template says: rendered output holds no such action, alert and workflow texts have others. */
const helmAction =
  /\{\{-?\s*(?:\(?\s*(?:\.|\$\.)(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s|template\s+")/;

/** Whether a document that reads as YAML is a helm template all the same: `image: "{{ .Values.image }}"`. */
export function holdsHelmAction(node: Node, seen: Set<Node> = new Set()): boolean {
  if (node.kind === 'scalar') {
    return node.style !== 'block' && typeof node.value === 'string' && helmAction.test(node.value);
  }
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.kind === 'sequence') return node.items.some((item) => holdsHelmAction(item, seen));
  return [...node.entries.values()].some(({ name, value }) => helmAction.test(name) || holdsHelmAction(value, seen));
}

/** Where helm's notes begin in the output of `helm install --dry-run`, which are prose after the last manifest. */
export function helmNotesOffset(text: string): number | undefined {
  if (!/^MANIFEST:[ \t]*$/m.test(text)) return undefined;
  const match = /^NOTES:[ \t]*$/m.exec(text);
  return match?.index;
}

/** Whether an action stands in the first column, where no value of a manifest can: there is nothing to read. */
export function isPlainlyTemplate(text: string): boolean {
  return /^\{\{-?[ \t]/m.test(text);
}

/** Whether a text that is no YAML is so because it is a template: actions stand where YAML wants lines or values. */
export function looksLikeTemplate(text: string): boolean {
  return /\{\{-|-\}\}|(?:^|[:[,]|^[ \t]*-)[ \t]*\{\{/m.test(withoutTexts(text)) || helmAction.test(text);
}

/** A text without what is quoted, commented out, or a block of text: there, braces are no fault (Vault's annotations). */
function withoutTexts(text: string): string {
  const kept: string[] = [];
  /** Where the lines of a block of text start at least, inside one. */
  let inside = Infinity;
  for (const line of text.split(/\r?\n|\r/)) {
    const start = line.search(/\S/);
    if (start === -1 || start >= inside) continue;
    const bare = line.replaceAll(/(?<=^|[\s[{,])(?:"(?:[^"\\]|\\.)*"|'[^']*')/g, '""').replace(/(?:^|\s)#.*$/, '');
    const isHeader = /(?:^|[-:]\s)\s*[|>][-+0-9]{0,2}\s*$/.test(bare);
    inside = isHeader ? line.search(/[^\s-]/) + 1 : Infinity;
    kept.push(bare);
  }
  return kept.join('\n');
}

/** Where the first manifest begins in the output of `helm install --dry-run`: before it, helm says what it did. */
export function helmHeaderEnd(text: string): number {
  if (!/^NAME: /.test(text)) return 0;
  return /^(?:HOOKS|MANIFEST):[ \t]*$/m.exec(text)?.index ?? 0;
}
