import { resolve } from 'node:path';
import { type ActiveRule, type RuleSetting, type RuleState, activeRules, changed } from '../config/activeRules.ts';
import type { ConfigOverride } from '../config/config.ts';
import { fileMatcher } from '../config/filePatterns.ts';
import type { SelectorData } from '../config/selector.ts';
import type { KnowledgeData } from '../evidence/knowledge/knowledgeEntries.ts';
import { uriOf } from '../inputs/findFiles.ts';
import type { Rule } from '../rule/rule.ts';
import type { Settings } from '../inputs/settings.ts';

/** Of an override that fits a file: for which of its objects, and what. */
interface PrintedOverride extends Omit<SelectorData, 'files'> {
  readonly from: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/**
 * What applies to a file, as JSON: the level and options of every rule, then what holds instead for some of its objects, by
 * their namespace, kind or labels.
 * @param path as the user names it.
 */
export function printedConfig(
  path: string,
  { choice, analysis, config, excludes }: Settings,
  rules: readonly Rule[],
  cwd: string,
): string {
  const file = uriOf(path, cwd);
  const fitting = (config?.overrides ?? []).filter(({ selector, folders }) =>
    fileMatcher(selector.files, folders)(file),
  );
  // Where only files are named, an override holds for every object of the file.
  const whole = fitting.filter(({ selector }) => isOfFiles(selector)).map((one) => ({ ...one, matches: () => true }));
  const active = activeRules(rules, { ...choice, overrides: whole });
  const printed = {
    file,
    configurations: config?.files ?? [],
    ...(excludes === undefined ? {} : { excluded: excludes(resolve(cwd, path), false) }),
    presets: choice.presets,
    ...(analysis.complete === undefined ? {} : { complete: analysis.complete }),
    ...(config === undefined || config.plugins.length === 0 ? {} : { plugins: config.plugins.map(({ name }) => name) }),
    evidence: counts(analysis.evidence ?? {}),
    rules: Object.fromEntries(rules.map(({ meta: { id } }) => [id, stateOf(id, active)])),
    overrides: fitting.filter(({ selector }) => !isOfFiles(selector)).map(printedOverride),
  };
  return `${JSON.stringify(printed, undefined, 2)}\n`;
}

function isOfFiles({ namespaces, kinds, labels }: SelectorData): boolean {
  return namespaces === undefined && kinds === undefined && labels === undefined;
}

function stateOf(id: string, active: readonly ActiveRule[]): Pick<RuleState, 'severity'> & Partial<RuleState> {
  const found = active.find(({ rule }) => rule.meta.id === id);
  if (found === undefined) return { severity: 'off' };
  const { severity, options } = (found.overrides?.all ?? []).reduce<RuleState>(changed, found);
  return Object.keys(options).length === 0 ? { severity } : { severity, options };
}

function printedOverride({ selector, place, settings }: ConfigOverride): PrintedOverride {
  const { namespaces, kinds, labels } = selector;
  const line = place.range === null ? '' : `:${String(place.range.start.line + 1)}`;
  return {
    from: `${place.uri}${line}`,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(labels === undefined ? {} : { labels }),
    rules: Object.fromEntries(settings),
  };
}

/** How much knowledge of the user's own there is. */
function counts(evidence: Partial<KnowledgeData>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(evidence).map(([list, entries]) => [list, entries.length]));
}
