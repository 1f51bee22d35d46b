import { presetsOf } from '../config/activeRules.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';
import type { Terminal } from './terminal.ts';
import { suggestion } from '../text/suggestion.ts';
import { UsageError } from '../inputs/usageError.ts';

/** Prints what a rule reports, why it matters, and how it can be set. */
export function explainCommand(args: Args, rules: readonly Rule[], terminal: Terminal): number {
  const [id] = args.positionals;
  if (id === undefined) throw new UsageError('explain needs the name of a rule: kube-token-lint explain RULE');
  const rule = rules.find(({ meta }) => meta.id === id);
  if (rule === undefined && id.includes('/') && args.plugins !== 'run') {
    throw new UsageError(`Unknown rule "${id}": rules of plugins need --allow-plugins`);
  }
  if (rule === undefined) {
    throw new UsageError(
      `Unknown rule "${id}"${suggestion(
        id,
        rules.map(({ meta }) => meta.id),
      )}`,
    );
  }
  const { meta } = rule;
  const options = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => `  ${name} (default ${JSON.stringify(schema.default)}): ${schema.description}`,
  );
  const lines = [
    `${meta.id}: ${meta.description}`,
    '',
    meta.rationale,
    '',
    `Severity: ${meta.severity}. Presets: ${presetsOf(rule).join(', ')}. Tags: ${meta.tags.join(', ')}.`,
    ...(meta.fixable ? ['Some of its findings can be fixed.'] : []),
    ...(options.length === 0 ? [] : ['', 'Options', ...options]),
    '',
    ...meta.references,
    helpUri(meta.id),
  ];
  terminal.write(`${lines.join('\n')}\n`);
  return 0;
}
