import type { Problem } from '../documents/problem.ts';
import { placeOf } from './findingWords.ts';
import { printable } from '../text/printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for XML or HTML, in content or in a quoted attribute; characters that XML forbids are replaced. */
export function escapeMarkup(text: string): string {
  return printable(text)
    .replaceAll(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Texts as a list of Markdown; nothing where there are none. */
export function markdownList(texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n')];
}

/** A table of Markdown; its cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What could not be read, or not as its author may expect, as a part of a page; nothing where there is none. */
export function markdownProblems(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const rows = problems.map(({ uri, range, severity, message }) => [
    severity,
    escapeMarkdown(range === null ? uri : `${uri}:${placeOf(range)}`),
    escapeMarkdown(message),
  ]);
  return ['## Problems', markdownTable(['severity', 'place', 'problem'], rows)];
}

/** A text for one line of Markdown, a table's cell too: nothing in it is markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
    .replace(/^(\d*)([-+=]|[.)](?= |$))/, '$1\\$2');
}
