import { type ProblemCode, isProblemCode, problemCodes } from '../documents/problem.ts';
import { presetsOf } from '../config/activeRules.ts';
import { helpUri, problemsUri } from '../reporters/helpUri.ts';
import type { Json } from '../documents/node.ts';
import type { Rule, RuleMeta } from '../rule/rule.ts';
import type { Args } from './args.ts';
import type { Terminal } from './terminal.ts';
import { aboutProblems, exitWords, problemPages } from './problemPages.ts';
import { suggestion } from '../text/suggestion.ts';
import { UsageError } from '../inputs/usageError.ts';

/** Prints what a rule reports, why it matters, its messages, and how it can be set; or what a problem means. */
export function explainCommand(args: Args, rules: readonly Rule[], terminal: Terminal): number {
  const [id] = args.positionals;
  if (id === undefined)
    throw new UsageError('explain needs the name of a rule or a problem: kube-token-lint explain RULE');
  const lines = isProblemCode(id) ? problemLines(id) : ruleLines(id, args, rules);
  terminal.write(`${lines.join('\n')}\n`);
  return 0;
}

function problemLines(code: ProblemCode): string[] {
  const page = problemPages[code];
  const exit = `It is ${exitWords(page)}. ${aboutProblems}`;
  return [`${code}: ${page.description}`, '', page.meaning, '', page.remedy, '', exit, '', problemsUri(code)];
}

function ruleLines(id: string, args: Args, rules: readonly Rule[]): string[] {
  const rule = rules.find(({ meta }) => meta.id === id);
  if (rule === undefined && id.includes('/') && args.plugins !== 'run') {
    throw new UsageError(`Unknown rule "${id}": rules of plugins need --allow-plugins`);
  }
  if (rule === undefined) {
    throw new UsageError(
      `Unknown rule "${id}"${suggestion(id, [...rules.map(({ meta }) => meta.id), ...problemCodes])}`,
    );
  }
  const { meta } = rule;
  const options = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => `  ${name} (${values(name, schema.default, meta)}): ${schema.description}`,
  );
  return [
    `${meta.id}: ${meta.description}`,
    '',
    meta.rationale,
    '',
    `Severity: ${meta.severity}. Presets: ${presetsOf(rule).join(', ')}. Tags: ${meta.tags.join(', ')}.`,
    ...(meta.fixable ? ['Some of its findings can be fixed.'] : []),
    '',
    'Messages',
    ...Object.values(meta.messages).map((message) => `  ${message}`),
    ...(options.length === 0 ? [] : ['', 'Options', ...options]),
    '',
    ...meta.references,
    helpUri(meta.id),
  ];
}

/** The default of an option, and what presets make of it. */
function values(name: string, ofDefault: Json, { presetOptions = {} }: RuleMeta): string {
  const ofPresets = Object.entries(presetOptions).flatMap(([preset, options]) => {
    const value = options[name];
    return value === undefined ? [] : [`, ${preset} ${JSON.stringify(value)}`];
  });
  return `default ${JSON.stringify(ofDefault)}${ofPresets.join('')}`;
}
