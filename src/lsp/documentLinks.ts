import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver/node';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import type { Folder } from './folder.ts';
import { ruleMentions } from './ruleMentions.ts';

/** Links the rules that suppressions and the configuration name to their pages. */
export function documentLinks(
  folder: Folder,
  { textDocument }: DocumentLinkParams,
  rules: readonly Rule[],
): DocumentLink[] {
  const name = folder.nameOf(textDocument.uri);
  const text = folder.buffers.get(name)?.getText() ?? '';
  return ruleMentions(name, text, rules).map(({ rule, range }) => ({ range, target: helpUri(rule.meta.id) }));
}
