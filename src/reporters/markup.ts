import type { Problem } from '../documents/problem.ts';
import { placeOf } from './findingWords.ts';
import { type SkippedTemplates, skippedTemplates } from './skippedTemplates.ts';
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

/**
 * What could not be read, or not as its author may expect, as a part of a page; nothing where there is none. Of templates it
 * is the number that is told first, as there are hundreds in a repository of charts.
 */
export function markdownProblems(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const { skipped, others } = skippedTemplates(problems);
  return ['## Problems', ...problemTable(others), ...skipped.flatMap(templateBlocks)];
}

function templateBlocks({ message, byFolder }: SkippedTemplates): string[] {
  return [
    escapeMarkdown(message),
    ...byFolder.flatMap(({ title, command, templates }) => [
      `<details><summary>${summaryOf(title, command)}</summary>`,
      ...markdownList(templates.map(placeOfProblem)),
      '</details>',
    ]),
  ];
}

/** What is shown of what is folded away, in HTML as in Markdown. */
export function summaryOf(title: string, command: string | undefined): string {
  return `${escapeMarkup(title)}${command === undefined ? '' : `, <code>${escapeMarkup(command)}</code>`}`;
}

function placeOfProblem({ uri, range }: Problem): string {
  return range === null ? uri : `${uri}:${placeOf(range)}`;
}

function problemTable(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const rows = problems.map((problem) => [
    problem.severity,
    escapeMarkdown(placeOfProblem(problem)),
    escapeMarkdown(problem.message),
  ]);
  return [markdownTable(['severity', 'place', 'problem'], rows)];
}

/** A text for one line of Markdown, a table's cell too: nothing in it is markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
    .replace(/^(\d*)([-+=]|[.)](?= |$))/, '$1\\$2');
}
