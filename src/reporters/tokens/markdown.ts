import type { Problem } from '../../documents/problem.ts';
import { rejectionWords } from '../../facts/validation/rejection.ts';
import { objectWords } from '../../lint/objectWords.ts';
import { redactTokens } from '../../text/redact.ts';
import {
  type InventoryItem,
  accountWords,
  audienceWords,
  automountWords,
  containerWords,
  lifetimeWords,
  mayLines,
  placeOf,
  secretLines,
  verdictWords,
} from './inventory.ts';
import { escapeMarkdown, markdownList, markdownProblems, markdownTable } from '../markup.ts';
import { totalLine } from './table.ts';

const columns = [
  'workload',
  'place',
  'account',
  'automount',
  'API use',
  'container',
  'token',
  'audience',
  'lives',
  'file',
  'may',
  'refused by the API server',
];

/**
 * The inventory as a Markdown table for reviews: one row a token, and one for each container without any.
 * @param problems what was not read.
 * @param provenance where it comes from, in sentences.
 */
export function formatTokensMarkdown(
  items: readonly InventoryItem[],
  problems: readonly Problem[],
  provenance: readonly string[],
): string {
  const blocks = [
    '# ServiceAccount tokens of containers',
    `${totalLine(items)}.`,
    ...markdownList(provenance),
    ...markdownProblems(problems),
    markdownTable(columns, items.flatMap(rowsOf)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function rowsOf({ workload, apiUse }: InventoryItem): string[][] {
  const { uri, range } = workload.root.at('metadata', 'name').valueLocation;
  const before = [
    objectWords(workload),
    `${uri}:${String(range.start.line + 1)}`,
    accountWords(workload),
    automountWords(workload),
    verdictWords(apiUse),
  ].map(cell);
  const after = [
    [...secretLines(workload), ...mayLines(workload)].join('; ') || '–',
    workload.rejections.map(rejectionWords).join('; ') || '–',
  ].map(cell);
  const ofContainers = workload.containers.flatMap((container) => {
    const name = cell(containerWords(container));
    if (container.tokens.length === 0) return [[name, 'none', '–', '–', '–']];
    return container.tokens.map((token, index) => [
      index === 0 ? name : '',
      token.kind,
      cell(audienceWords(token)),
      lifetimeWords(token),
      code(placeOf(token)),
    ]);
  });
  const rows = ofContainers.length === 0 ? [['–', '–', '–', '–', '–']] : ofContainers;
  const blank = (cells: readonly string[]): string[] => cells.map(() => '');
  return rows.map((row, index) =>
    index === 0 ? [...before, ...row, ...after] : [...blank(before), ...row, ...blank(after)],
  );
}

function cell(text: string): string {
  return escapeMarkdown(redactTokens(text));
}

/** In code nothing is markup but what ends it, and in a table what ends the cell. */
function code(text: string): string {
  return /[`|\\\p{Control}]/u.test(text) ? cell(text) : `\`${redactTokens(text)}\``;
}
