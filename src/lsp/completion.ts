import { type CompletionItem, CompletionItemKind, type CompletionParams, type Range } from 'vscode-languageserver/node';
import type { Rule } from '../rule/rule.ts';
import { annotationPrefix } from '../suppressions/annotations.ts';
import { directives } from '../suppressions/comments.ts';
import type { Folder } from './folder.ts';

/** Suppressions: the comments, the annotation, and the rules that they name. */
export function completions(
  folder: Folder,
  { textDocument, position }: CompletionParams,
  rules: readonly Rule[],
): CompletionItem[] {
  const document = folder.buffers.get(folder.nameOf(textDocument.uri));
  if (document === undefined) return [];
  const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
  const replacing = (typed: string): Range => ({
    start: { line: position.line, character: position.character - typed.length },
    end: position,
  });
  const ruleName =
    /(?:#\s*kube-token-lint-disable(?:-next-line|-line)?\s(?:.*[\s,])?|kube-token-lint\.io\/ignore\.)([\w-]*)$/.exec(
      before,
    );
  if (ruleName !== null && !/\s--(?:\s|$)/.test(before)) {
    const range = replacing(ruleName[1] ?? '');
    return rules.map(({ meta }) => item(meta.id, CompletionItemKind.Value, meta.description, range));
  }
  const comment = /#\s*([\w-]*)$/.exec(before);
  if (comment !== null) {
    const range = replacing(comment[1] ?? '');
    return Object.entries(directives).map(([name, meaning]) => item(name, CompletionItemKind.Keyword, meaning, range));
  }
  const key = /^\s*["']?([\w./-]*)$/.exec(before);
  const typed = key?.[1] ?? '';
  return typed.length > 0 && annotationPrefix.startsWith(typed)
    ? [
        item(
          annotationPrefix,
          CompletionItemKind.Property,
          'Suppresses the findings of a rule in this object; the value is the reason',
          replacing(typed),
        ),
      ]
    : [];
}

function item(label: string, kind: CompletionItemKind, detail: string, range: Range): CompletionItem {
  return { label, kind, detail, textEdit: { range, newText: label } };
}
