import type { Options, Preset, Rule, Severity } from '../rule/rule.ts';

export const presets: readonly Preset[] = ['recommended', 'strict', 'zero-trust', 'cis'];

export type Level = Severity | 'off';

export const levels: readonly Level[] = ['off', 'info', 'warning', 'error'];

/** A rule that is on, at which severity and with which options. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: Options;
  /** A severity that the user set holds for every report; otherwise a report may raise it. */
  readonly fixedSeverity: boolean;
}

/** What the user says of one rule; what is not said is the presets' business. */
export interface RuleSetting {
  readonly level?: Level;
  readonly options?: Options;
}

/** Which rules are wanted: those of all presets, with settings for single rules on top. */
export interface RuleChoice {
  readonly presets: readonly Preset[];
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

/** The presets that turn a rule on. */
export function presetsOf({ meta }: Rule): Preset[] {
  return meta.tags.some((tag) => tag.startsWith('CIS-')) ? [...meta.presets, 'cis'] : [...meta.presets];
}

/** The rules that a choice turns on. Of options, later presets win over earlier ones. */
export function activeRules(rules: readonly Rule[], choice: RuleChoice): ActiveRule[] {
  return rules.flatMap((rule) => {
    const setting = choice.settings.get(rule.meta.id);
    const byPreset = presetsOf(rule).some((preset) => choice.presets.includes(preset)) ? rule.meta.severity : 'off';
    const level = setting?.level ?? byPreset;
    if (level === 'off') return [];
    const options = { ...optionsOf(rule, choice.presets), ...setting?.options };
    return [{ rule, severity: level, options, fixedSeverity: setting?.level !== undefined }];
  });
}

function optionsOf({ meta }: Rule, chosen: readonly Preset[]): Options {
  const defaults = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => [name, schema.default] as const,
  );
  const start: Options = Object.fromEntries(defaults);
  return chosen.reduce<Options>((options, preset) => ({ ...options, ...meta.presetOptions?.[preset] }), start);
}
