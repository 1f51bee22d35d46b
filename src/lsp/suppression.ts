import type { FileEdit, Finding } from '../lint/finding.ts';
import type { Folder } from './folder.ts';

/** A comment before the line of a finding; `undefined` where comments cannot be. */
export function suppressionEdit({ ruleId, location }: Finding, folder: Folder): FileEdit | undefined {
  const text = folder.file(location.uri)?.text;
  if (text === undefined || /^\s*[{[]/.test(text)) return undefined;
  const { line } = location.range.start;
  const written = folder.file(location.uri)?.lines.line(line) ?? '';
  const indent = /^ */.exec(written)?.[0] ?? '';
  const start = { line, character: 0 };
  const newText = `${indent}# kube-token-lint-disable-next-line ${ruleId} -- reason\n`;
  return { uri: location.uri, range: { start, end: start }, newText };
}
