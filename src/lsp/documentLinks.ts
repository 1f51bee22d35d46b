import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver/node';
import { isConfig } from '../inputs/findConfig.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import { LineIndex } from '../text/position.ts';
import type { Folder } from './folder.ts';

/** Links the rules that suppressions and the configuration name to their pages. */
export function documentLinks(
  folder: Folder,
  { textDocument }: DocumentLinkParams,
  rules: readonly Rule[],
): DocumentLink[] {
  const name = folder.nameOf(textDocument.uri);
  const text = folder.buffers.get(name)?.getText();
  if (text === undefined) return [];
  const ids = new Set(rules.map(({ meta }) => meta.id));
  const lines = new LineIndex(text);
  const holders = isConfig(name) ? /^[^#\n]*/gm : /kube-token-lint(?:-disable|\.io\/ignore\.)[^\n]*?(?=\s--\s|$)/gm;
  return [...text.matchAll(holders)].flatMap((holder) =>
    [...holder[0].matchAll(/[a-z]+(?:-[a-z]+)+/g)]
      .filter(([word]) => ids.has(word))
      .map((word) => {
        const start = holder.index + word.index;
        return { range: lines.range(start, start + word[0].length), target: helpUri(word[0]) };
      }),
  );
}
