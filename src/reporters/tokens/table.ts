import { styleText } from 'node:util';
import { rejectionWords } from '../../facts/validation/rejection.ts';
import type { WorkloadContainer } from '../../facts/workloads/workload.ts';
import { printable } from '../../text/printable.ts';
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
import { counted } from '../../text/counted.ts';

type Style = Parameters<typeof styleText>[0];

const verdictColor = { unused: 'yellow', unknown: 'magenta', used: 'green' } as const;

/** The inventory for people: by namespace, one block a workload, at most about 100 columns wide, with a total. */
export function formatTokensTable(items: readonly InventoryItem[], color: boolean): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const lines: string[] = [];
  let namespace: string | null | undefined;
  for (const item of items) {
    if (item.workload.namespace !== namespace) {
      namespace = item.workload.namespace;
      lines.push(
        ...(lines.length === 0 ? [] : ['']),
        paint('underline', namespace === null ? '(no namespace written)' : `namespace ${clean(namespace)}`),
      );
    }
    lines.push('', ...workloadLines(item, paint));
  }
  lines.push(...(lines.length === 0 ? [] : ['']), totalLine(items));
  return `${lines.join('\n')}\n`;
}

type Paint = (style: Style, text: string) => string;

const mostColumns = 100;

function workloadLines({ workload, apiUse }: InventoryItem, paint: Paint): string[] {
  const title = `${workload.kind} ${clean(workload.name ?? '(no name)')}`;
  const account = `account ${clean(accountWords(workload))}`;
  const verdict = verdictWords(apiUse);
  const said = `API token ${paint(verdictColor[apiUse.verdict], verdict)}`;
  const isLong = `${title}  ${account}  API token ${verdict}`.length > mostColumns;
  return [
    ...(isLong
      ? [paint('bold', title), `  ${account}`, `  ${said}`]
      : [`${paint('bold', title)}  ${account}  ${said}`]),
    `  automount ${clean(automountWords(workload))}`,
    ...workload.rejections.map((one) => `  ${paint('red', 'rejected:')} ${clean(rejectionWords(one))}`),
    ...tokenLines(workload.containers),
    ...secretLines(workload).map((line) => `  ${clean(line)}`),
    ...limited(
      mayLines(workload).map((line) => `  may: ${clean(line)}`),
      4,
    ),
  ];
}

function tokenLines(containers: readonly WorkloadContainer[]): string[] {
  const rows = containers.flatMap((container) => {
    return container.tokens.map((token, index) => [
      index === 0 ? containerWords(container) : '',
      token.kind,
      audienceWords(token),
      lifetimeWords(token),
      placeOf(token),
    ]);
  });
  const without = containers.filter(({ tokens }) => tokens.length === 0).map(({ name }) => name ?? '?');
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => clean(row[column] ?? '').length)));
  return [
    ...rows.map(
      (row) =>
        `  ${row
          .map((cell, column) => clean(cell).padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}`,
    ),
    ...(without.length === 0 ? [] : [`  no token: ${clean(without.join(', '))}`]),
  ];
}

function limited(lines: readonly string[], most: number): string[] {
  return lines.length <= most
    ? [...lines]
    : [...lines.slice(0, most - 1), `  may: ${String(lines.length - most + 1)} grants more (--format json lists all)`];
}

/** Counts of what is listed, in words. */
export function totalLine(items: readonly InventoryItem[]): string {
  const containers = items.flatMap(({ workload }) => workload.containers);
  const holding = containers.filter(({ tokens }) => tokens.length > 0).length;
  const count = (verdict: string): string =>
    `${String(items.filter(({ apiUse }) => apiUse.verdict === verdict).length)} ${verdict}`;
  const tokens = containers.reduce((sum, container) => sum + container.tokens.length, 0);
  const verdicts = ['used', 'unused', 'unknown'].map(count).join(', ');
  const held = `${counted(tokens, 'token')} in ${String(holding)} of ${counted(containers.length, 'container')}`;
  return `${counted(items.length, 'workload')}: API token ${verdicts}; ${held}`;
}

function clean(text: string): string {
  return redactTokens(printable(text).replaceAll('\n', '�'));
}
