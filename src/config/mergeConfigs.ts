import type { Preset } from '../rule/rule.ts';
import type { RuleSetting } from './activeRules.ts';
import type { Config, ConfigOverride } from './config.ts';

/** What several configurations say together; later ones win. */
export function mergeConfigs(configs: readonly Config[]): Config {
  const named = configs.flatMap(({ presets }) => (presets === undefined ? [] : [presets]));
  // Of knowledge, what comes first wins.
  const lastFirst = configs.toReversed().map(({ evidence }) => evidence);
  return {
    presets: named.length === 0 ? undefined : named.flat(),
    rules: configs.reduce((sum, { rules }) => mergeSettings(sum, rules), new Map<string, RuleSetting>()),
    // Tiers come last, those of bases too: they only lower what holds without them.
    overrides: mergeOverrides(configs).sort((a, b) => Number(a.isTier) - Number(b.isTier)),
    exclusions: configs.flatMap(({ exclusions }) => exclusions),
    complete: configs.reduce<boolean | undefined>((sum, { complete }) => complete ?? sum, undefined),
    evidence: lastFirst.every((evidence) => Object.keys(evidence).length === 0)
      ? {}
      : {
          images: lastFirst.flatMap(({ images = [] }) => images),
          signs: lastFirst.flatMap(({ signs = [] }) => signs),
          injectors: lastFirst.flatMap(({ injectors = [] }) => injectors),
        },
    plugins: configs.flatMap(({ plugins }) => plugins),
    pluginSettings: configs.flatMap(({ pluginSettings }) => pluginSettings),
    files: configs.flatMap(({ files }) => files),
  };
}

/** What a later configuration says of a rule for every object, an earlier one's overrides do not undo. */
function mergeOverrides(configs: readonly Config[]): ConfigOverride[] {
  return configs.reduce<ConfigOverride[]>((sum, { rules, overrides }) => {
    const last = sum.findLast(({ isTier }) => !isTier);
    const settings = new Map([...rules].filter(([id]) => sum.some((one) => !one.isTier && one.settings.has(id))));
    // One for all of them: of many files, each undoes what those before it undid.
    const undone =
      last === undefined || settings.size === 0 ? [] : [{ ...last, selector: {}, matches: () => true, settings }];
    return [...sum, ...undone, ...overrides];
  }, []);
}

/** Presets as a configuration of their own. */
export function presetConfig(presets: readonly Preset[]): Config {
  return { ...mergeConfigs([]), presets };
}

/** What is said of rules; what is said later wins. */
export function mergeSettings(
  base: ReadonlyMap<string, RuleSetting>,
  own: ReadonlyMap<string, RuleSetting>,
): Map<string, RuleSetting> {
  const merged = new Map(base);
  for (const [id, setting] of own) {
    const options = { ...merged.get(id)?.options, ...setting.options };
    merged.set(id, { ...merged.get(id), ...setting, options });
  }
  return merged;
}
