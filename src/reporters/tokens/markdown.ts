import { objectWords } from '../../lint/objectWords.ts';
import { redactTokens } from '../../text/redact.ts';
import { type InventoryItem, audienceWords, lifetimeWords, mayLines, placeOf, secretLines } from './inventory.ts';
import { escapeMarkdown, markdownList } from '../markup.ts';
import { totalLine } from './table.ts';

/**
 * The inventory as a Markdown table for reviews: one row a token, and one for each workload without any.
 * @param provenance where it comes from, in sentences.
 */
export function formatTokensMarkdown(items: readonly InventoryItem[], provenance: readonly string[]): string {
  const rows = items.flatMap(({ workload, apiUse }) => {
    const name = cell(objectWords(workload));
    const account = cell(workload.serviceAccount.name);
    const may = cell([...secretLines(workload), ...mayLines(workload)].join('; ') || '–');
    const tokens = workload.containers.flatMap(({ name: container, tokens: held }) =>
      held.map((token) => ({ container, token })),
    );
    if (tokens.length === 0) return [[name, account, '–', '–', '–', '–', '–', apiUse.verdict, may]];
    return tokens.map(({ container, token }, index) => [
      index === 0 ? name : '',
      index === 0 ? account : '',
      cell(container ?? '?'),
      token.kind,
      cell(audienceWords(token)),
      lifetimeWords(token),
      code(placeOf(token)),
      index === 0 ? apiUse.verdict : '',
      index === 0 ? may : '',
    ]);
  });
  const header = ['workload', 'account', 'container', 'token', 'audience', 'lives', 'file', 'API use', 'may'];
  const lines = [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `${[...markdownList(provenance), lines.join('\n'), totalLine(items)].join('\n\n')}\n`;
}

function cell(text: string): string {
  return escapeMarkdown(redactTokens(text));
}

/** In code nothing is markup but what ends it, and in a table what ends the cell. */
function code(text: string): string {
  return /[`|\\\p{Control}]/u.test(text) ? cell(text) : `\`${redactTokens(text)}\``;
}
