import type { Args } from './args.ts';
import { type KnownRules, knownRules } from './knownRules.ts';
import { writeReports } from './output.ts';
import { ruleJson, stateOf } from './ruleJson.ts';
import type { Terminal } from './terminal.ts';

/** Lists the rules, for people or as JSON, with the levels that hold. */
export async function rulesCommand(args: Args, terminal: Terminal): Promise<number> {
  const known = await knownRules(args, terminal);
  const json = (): string => {
    const list = known.rules.map((rule) => ruleJson(rule, known.choice));
    return `${JSON.stringify(list, undefined, 2)}\n`;
  };
  await writeReports(args, terminal, (format) => Promise.resolve([format === 'json' ? json() : table(known)]));
  return 0;
}

function table({ rules, choice }: KnownRules): string {
  const width = Math.max(...rules.map(({ meta }) => meta.id.length));
  const rows = rules.map((rule) => {
    const { id, fixable, description } = rule.meta;
    return `${id.padEnd(width)}  ${stateOf(rule, choice).level.padEnd(7)}  ${fixable ? 'fix' : '   '}  ${description}`;
  });
  return `${rows.join('\n')}\n`;
}
