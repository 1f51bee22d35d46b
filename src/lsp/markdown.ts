import { printable } from '../text/printable.ts';
import { redactTokens } from '../text/redact.ts';

/** A text of the input in Markdown: as it is, on one line, without tokens. */
export function markdownText(text: string): string {
  return plainText(text).replaceAll(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

/** Markdown that was made here, as a text without signs: what stands in it of the input is escaped. */
export function withoutMarkdown(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => !/^(?:\| --- )+\|$/.test(line))
    .map((line) =>
      line
        .replaceAll(/(?<!\\)\*\*/g, '')
        .replaceAll(/(?<!\\)\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)')
        .replaceAll(/\\([\\`*_{}[\]<>#|~])/g, '$1'),
    )
    .join('\n');
}

/** A text of the input for labels: on one line, without tokens and control characters. */
export function plainText(text: string): string {
  return redactTokens(printable(text).replaceAll('\n', ' '));
}

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map((row) => line(row.map(markdownText)))].join('\n');
}
