import { presetsOf } from '../config/activeRules.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';
import { writeReports } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Lists the rules, for people or as JSON. */
export async function rulesCommand(args: Args, rules: readonly Rule[], terminal: Terminal): Promise<number> {
  await writeReports(args, terminal, (format) => Promise.resolve(format === 'json' ? json(rules) : table(rules)));
  return 0;
}

function json(rules: readonly Rule[]): string {
  const list = rules.map((rule) => ({
    id: rule.meta.id,
    description: rule.meta.description,
    severity: rule.meta.severity,
    presets: presetsOf(rule),
    fixable: rule.meta.fixable,
    tags: rule.meta.tags,
    helpUri: helpUri(rule.meta.id),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function table(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ meta }) => meta.id.length));
  const rows = rules.map(({ meta }) => {
    const level = meta.presets.includes('recommended') ? meta.severity : 'off';
    return `${meta.id.padEnd(width)}  ${level.padEnd(7)}  ${meta.fixable ? 'fix' : '   '}  ${meta.description}`;
  });
  return `${rows.join('\n')}\n`;
}
