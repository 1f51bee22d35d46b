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

/** The presets that turn a rule on. */
export function presetsOf({ meta }: Rule): Preset[] {
  return meta.tags.some((tag) => tag.startsWith('CIS-')) ? [...meta.presets, 'cis'] : [...meta.presets];
}

/** The rules that a preset turns on, with the levels that the user set for single rules on top. */
export function activeRules(
  rules: readonly Rule[],
  preset: Preset,
  overrides: ReadonlyMap<string, Level>,
): ActiveRule[] {
  return rules.flatMap((rule) => {
    const override = overrides.get(rule.meta.id);
    const level = override ?? (presetsOf(rule).includes(preset) ? rule.meta.severity : 'off');
    if (level === 'off') return [];
    return [{ rule, severity: level, options: optionsOf(rule, preset), fixedSeverity: override !== undefined }];
  });
}

function optionsOf({ meta }: Rule, preset: Preset): Options {
  const defaults = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => [name, schema.default] as const,
  );
  return { ...Object.fromEntries(defaults), ...meta.presetOptions?.[preset] };
}
