import { type Level, activeRules, presetsOf } from '../config/activeRules.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';
import { writeReports } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Lists the rules, for people or as JSON, with their levels in the presets of `--preset`. */
export async function rulesCommand(args: Args, rules: readonly Rule[], terminal: Terminal): Promise<number> {
  const active = activeRules(rules, {
    presets: args.presets ?? ['recommended'],
    settings: new Map(),
    levels: args.rules,
  });
  const levels = new Map(active.map(({ rule, severity }) => [rule, severity]));
  const levelOf = (rule: Rule): Level => levels.get(rule) ?? 'off';
  await writeReports(args, terminal, (format) =>
    Promise.resolve([format === 'json' ? json(rules, levelOf) : table(rules, levelOf)]),
  );
  return 0;
}

function json(rules: readonly Rule[], levelOf: (rule: Rule) => Level): string {
  const list = rules.map((rule) => ({
    id: rule.meta.id,
    description: rule.meta.description,
    // Whether it is on, `presets` says.
    severity: levelOf(rule) === 'off' ? rule.meta.severity : levelOf(rule),
    presets: presetsOf(rule),
    fixable: rule.meta.fixable,
    tags: rule.meta.tags,
    helpUri: helpUri(rule.meta.id),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function table(rules: readonly Rule[], levelOf: (rule: Rule) => Level): string {
  const width = Math.max(...rules.map(({ meta }) => meta.id.length));
  const rows = rules.map((rule) => {
    const { id, fixable, description } = rule.meta;
    return `${id.padEnd(width)}  ${levelOf(rule).padEnd(7)}  ${fixable ? 'fix' : '   '}  ${description}`;
  });
  return `${rows.join('\n')}\n`;
}
