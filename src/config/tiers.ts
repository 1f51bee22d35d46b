import type { Options } from '../rule/rule.ts';
import type { RuleSetting } from './activeRules.ts';
import { ConfigError, type Place } from './configError.ts';
import type { Tier } from './configFile.ts';

/** The rule that checks lifetimes; tiers lower its bounds. */
export const expirationRule = 'token-expiration-bounds';

/** The longest lifetime of each tier, in seconds; the most sensitive tier is last, so that it wins. */
export const tierSeconds: readonly (readonly [Tier, number])[] = [
  ['low', 43_200],
  ['medium', 3600],
  ['high', 600],
];

/** The setting that a tier means. It never allows more than what holds without it. */
export function tierSetting(seconds: number): RuleSetting {
  return { atMost: { minimum: seconds, maximum: seconds } };
}

/** @throws ConfigError where no lifetime can be within the bounds. */
export function checkBounds({ minimum, maximum }: Options = {}, place: Place): void {
  if (typeof minimum !== 'number' || typeof maximum !== 'number' || minimum <= maximum) return;
  const reason = `the minimum, ${String(minimum)}, is above the maximum, ${String(maximum)}: no lifetime would do`;
  throw new ConfigError({ place, reason });
}
