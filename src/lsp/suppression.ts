import { Field } from '../documents/field.ts';
import { fieldAt } from '../documents/fieldAt.ts';
import { lineEndAt } from '../fixes/written.ts';
import type { FileEdit, Finding } from '../lint/finding.ts';
import { placeholder } from '../suppressions/reason.ts';
import type { Folder } from './folder.ts';
import { documentAt } from './target.ts';

/** A suppression that a user may choose. */
export interface Suppression {
  readonly title: string;
  readonly edit: FileEdit;
}

/**
 * For a finding in a file, a comment before its line or, where that is in the middle of a script or another text, before
 * its document; `undefined` where comments cannot be.
 */
export function suppressionsIn(folder: Folder, name: string): (finding: Finding) => Suppression | undefined {
  const file = folder.file(name);
  const model = folder.modelOf(name);
  if (file === undefined || model === undefined || /^\s*[{[]/.test(file.text)) return () => undefined;
  const { lines, text } = file;
  const comment = (line: number, directive: string, ruleId: string): FileEdit => {
    const start = { line, character: 0 };
    const indent = /^ */.exec(lines.line(line))?.[0] ?? '';
    const newText = `${indent}# ${directive} ${ruleId} -- ${placeholder}${lineEndAt(text, lines.offset(start))}`;
    return { uri: name, range: { start, end: start }, newText };
  };
  return ({ ruleId, location: { range } }) => {
    const { line } = range.start;
    const offset = lines.offset({ line, character: 0 });
    const document = documentAt(model, offset);
    const around = document && fieldAt(document, offset)?.node;
    const isInText = around?.kind === 'scalar' && around.start < offset;
    if (!isInText)
      return { title: `Suppress ${ruleId} here`, edit: comment(line, 'kube-token-lint-disable-next-line', ruleId) };
    const first = document && Field.root(document).node;
    if (first === undefined) return undefined;
    const edit = comment(lines.position(first.start).line, 'kube-token-lint-disable', ruleId);
    return { title: `Suppress ${ruleId} in this document`, edit };
  };
}
