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

/** A text for one line of Markdown, a table's cell too: nothing in it is markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
    .replace(/^(\d*)([-+=]|[.)](?= |$))/, '$1\\$2');
}
