import { type Level, activeRules, presetsOf } from '../config/activeRules.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';

/** The level of a rule by the command line alone. */
export function levelOf(
  rule: Rule,
  { presets = ['recommended'], rules: levels }: Pick<Args, 'presets' | 'rules'>,
): Level {
  const [active] = activeRules([rule], { presets, settings: new Map(), levels });
  return active?.severity ?? 'off';
}

/** A rule as `rules --format json` lists it. */
export function ruleJson(rule: Rule, args: Pick<Args, 'presets' | 'rules'>): object {
  const { id, description, severity, fixable, tags } = rule.meta;
  const level = levelOf(rule, args);
  return {
    id,
    description,
    // Whether it is on, `presets` says.
    severity: level === 'off' ? severity : level,
    presets: presetsOf(rule),
    fixable,
    tags,
    helpUri: helpUri(id),
  };
}
