import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';
import { writeReports } from './output.ts';
import { levelOf, ruleJson } from './ruleJson.ts';
import type { Terminal } from './terminal.ts';

/** Lists the rules, for people or as JSON, with their levels in the presets of `--preset`. */
export async function rulesCommand(args: Args, rules: readonly Rule[], terminal: Terminal): Promise<number> {
  const json = (): string => {
    const list = rules.map((rule) => ruleJson(rule, args));
    return `${JSON.stringify(list, undefined, 2)}\n`;
  };
  await writeReports(args, terminal, (format) => Promise.resolve([format === 'json' ? json() : table(rules, args)]));
  return 0;
}

function table(rules: readonly Rule[], args: Args): string {
  const width = Math.max(...rules.map(({ meta }) => meta.id.length));
  const rows = rules.map((rule) => {
    const { id, fixable, description } = rule.meta;
    return `${id.padEnd(width)}  ${levelOf(rule, args).padEnd(7)}  ${fixable ? 'fix' : '   '}  ${description}`;
  });
  return `${rows.join('\n')}\n`;
}
