import { printable } from '../../text/printable.ts';
import { redactTokens } from '../../text/redact.ts';
import { type InventoryItem, audienceWords, duration, mayLines, placeOf } from './inventory.ts';
import { totalLine } from './table.ts';

/** The inventory as a Markdown table for reviews: one row a token, and one for each workload without any. */
export function formatTokensMarkdown(items: readonly InventoryItem[]): string {
  const rows = items.flatMap(({ workload, apiUse }) => {
    const name = `${workload.kind} ${workload.namespace === null ? '' : `${workload.namespace}/`}${workload.name ?? '?'}`;
    const account = workload.serviceAccount.name;
    const may = mayLines(workload).join('; ') || '–';
    const tokens = workload.containers.flatMap(({ name: container, tokens: held }) =>
      held.map((token) => ({ container, token })),
    );
    if (tokens.length === 0) return [[name, account, '–', '–', '–', '–', '–', apiUse.verdict, may]];
    return tokens.map(({ container, token }, index) => [
      index === 0 ? name : '',
      index === 0 ? account : '',
      container ?? '?',
      token.kind,
      audienceWords(token),
      duration(token.lifetimeSeconds),
      `\`${placeOf(token)}\``,
      index === 0 ? apiUse.verdict : '',
      index === 0 ? may : '',
    ]);
  });
  const header = ['workload', 'account', 'container', 'token', 'audience', 'lives', 'file', 'API use', 'may'];
  const lines = [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
  return `${lines.join('\n')}\n\n${totalLine(items)}\n`;
}

function cell(text: string): string {
  const safe = redactTokens(printable(text).replaceAll('\n', ' '));
  return safe.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
