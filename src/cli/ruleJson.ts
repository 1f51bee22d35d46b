import { type Level, type RuleChoice, activeRules, presetsOf } from '../config/activeRules.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Options, Rule } from '../rule/rule.ts';

/** The level of a rule, and the options that it has where it is on, as far as they hold for all objects. */
export function stateOf(rule: Rule, choice: RuleChoice): { readonly level: Level; readonly options: Options } {
  const [active] = activeRules([rule], { ...choice, overrides: [] });
  return active === undefined ? { level: 'off', options: {} } : { level: active.severity, options: active.options };
}

/** A rule as `rules --format json` lists it. */
export function ruleJson(rule: Rule, choice: RuleChoice): object {
  const { id, description, severity, fixable, tags } = rule.meta;
  const { level } = stateOf(rule, choice);
  return {
    id,
    description,
    severity: level === 'off' ? severity : level,
    level,
    presets: presetsOf(rule),
    fixable,
    tags,
    helpUri: helpUri(id),
  };
}
