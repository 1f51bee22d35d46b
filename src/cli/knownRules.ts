import { rules } from '../../rules/registry.ts';
import type { RuleChoice } from '../config/activeRules.ts';
import type { Rule } from '../rule/rule.ts';
import type { Args } from './args.ts';
import { readRunSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** Rules, and how they are set. */
export interface KnownRules {
  readonly rules: readonly Rule[];
  readonly choice: RuleChoice;
}

/**
 * What `rules` and `explain` speak of. A configuration counts where it is named or its plugins may be run; one that is only
 * found does not: who reads up on its faults is not told of them again.
 * @throws UsageError or ConfigError where the configuration cannot be read or used.
 */
export async function knownRules(args: Args, terminal: Terminal): Promise<KnownRules> {
  if (args.config === undefined && args.plugins !== 'run') {
    const { presets = ['recommended'], rules: levels } = args;
    return { rules, choice: { presets, settings: new Map(), levels } };
  }
  const { choice, plugins } = await readRunSettings(args, terminal);
  return { rules: [...rules, ...plugins.rules], choice };
}
