import { type ProblemCode, isProblemCode, problemCodes } from '../documents/problem.ts';
import { presetsOf } from '../config/activeRules.ts';
import { helpUri, problemsUri } from '../reporters/helpUri.ts';
import type { Json } from '../documents/node.ts';
import type { Options, Rule, RuleMeta } from '../rule/rule.ts';
import type { Args } from './args.ts';
import { knownRules } from './knownRules.ts';
import { writeReports } from './output.ts';
import { ruleJson, stateOf } from './ruleJson.ts';
import type { Terminal } from './terminal.ts';
import { aboutProblems, exitWords, problemPages } from './problemPages.ts';
import { suggestion } from '../text/suggestion.ts';
import { seeRules } from './choice.ts';
import { UsageError } from '../inputs/usageError.ts';

/**
 * Prints what a rule reports, why it matters, its messages, and how it can be set, or what a problem means; as JSON of a
 * rule what `rules` says of it.
 */
export async function explainCommand(args: Args, terminal: Terminal): Promise<number> {
  const [id] = args.positionals;
  if (id === undefined)
    throw new UsageError('explain needs the name of a rule or a problem: kube-token-lint explain RULE');
  const page = isProblemCode(id) ? pageOfProblem(id) : await pageOfRule(id, args, terminal);
  await writeReports(args, terminal, (format) =>
    Promise.resolve([format === 'json' ? JSON.stringify(page.json, undefined, 2) : page.lines.join('\n'), '\n']),
  );
  return 0;
}

interface Page {
  readonly lines: readonly string[];
  readonly json: object;
}

function pageOfProblem(code: ProblemCode): Page {
  const page = problemPages[code];
  const exit = `It is ${exitWords(page)}. ${aboutProblems}`;
  const lines = [`${code}: ${page.description}`, '', page.meaning, '', page.remedy, '', exit, '', problemsUri(code)];
  return { lines, json: { code, ...page, helpUri: problemsUri(code) } };
}

function ruleOf(id: string, args: Args, rules: readonly Rule[]): Rule {
  const rule = rules.find(({ meta }) => meta.id === id);
  if (rule !== undefined) return rule;
  if (id.includes('/') && args.plugins !== 'run')
    throw new UsageError(`Unknown rule "${id}": rules of plugins need --allow-plugins`);
  const near = suggestion(id, [...rules.map(({ meta }) => meta.id), ...problemCodes]);
  throw new UsageError(`Unknown rule "${id}"${near || seeRules}`);
}

async function pageOfRule(id: string, args: Args, terminal: Terminal): Promise<Page> {
  const { rules, choice } = await knownRules(args, terminal);
  const rule = ruleOf(id, args, rules);
  const { meta } = rule;
  const here = stateOf(rule, choice);
  const level = here.level === meta.severity ? '' : ` (${here.level} here)`;
  const options = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => `  ${name} (${values(name, schema.default, meta, here.options)}): ${schema.description}`,
  );
  const lines = [
    `${meta.id}: ${meta.description}`,
    '',
    meta.rationale,
    '',
    `Severity: ${meta.severity}${level}. Presets: ${presetsOf(rule).join(', ')}. Tags: ${meta.tags.join(', ')}.`,
    ...(meta.fixable ? ['Some of its findings can be fixed.'] : []),
    '',
    'Messages',
    ...Object.values(meta.messages).map((message) => `  ${message}`),
    ...(options.length === 0 ? [] : ['', 'Options', ...options]),
    '',
    ...meta.references,
    helpUri(meta.id),
  ];
  return { lines, json: ruleJson(rule, choice) };
}

/** The default of an option, what presets make of it, and what it is where that is something else. */
function values(name: string, ofDefault: Json, { presetOptions = {} }: RuleMeta, here: Options): string {
  const ofPresets = Object.entries(presetOptions).flatMap(([preset, options]) => {
    const value = options[name];
    return value === undefined ? [] : [`, ${preset} ${JSON.stringify(value)}`];
  });
  const set = JSON.stringify(here[name] ?? ofDefault);
  const ofHere = set === JSON.stringify(ofDefault) ? '' : `, here ${set}`;
  return `default ${JSON.stringify(ofDefault)}${ofPresets.join('')}${ofHere}`;
}
