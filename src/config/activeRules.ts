import type { Resource } from '../facts/objects/resource.ts';
import type { Options, Preset, Rule, Severity } from '../rule/rule.ts';
import { perObject } from './perObject.ts';
import type { Matches } from './selector.ts';

export const presets: readonly Preset[] = ['recommended', 'strict', 'zero-trust', 'cis'];

export type Level = Severity | 'off';

export const levels: readonly Level[] = ['off', 'info', 'warning', 'error'];

/** How a rule counts: at which severity and with which options. */
export interface RuleState {
  readonly severity: Level;
  readonly options: Options;
  /** A severity that the user set holds for every report; otherwise a report may raise it. */
  readonly fixedSeverity: boolean;
}

/** A rule that is on, at least for some objects. */
export interface ActiveRule extends RuleState {
  readonly rule: Rule;
  /** What holds for some objects instead; absent where all are alike. */
  readonly overrides?: RuleOverrides;
}

/** What is said of a rule for some objects, in the order in which it is applied. */
interface RuleOverrides {
  readonly all: readonly RuleSetting[];
  readonly of: (resource: Resource) => readonly RuleSetting[];
}

/** What the user says of one rule; what is not said is the presets' business. */
export interface RuleSetting {
  readonly level?: Level;
  readonly options?: Options;
  /** Options that are lowered to a number where they are above it. */
  readonly atMost?: Readonly<Record<string, number>>;
}

/** Settings for some objects. */
export interface Override {
  readonly matches: Matches;
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

/** Which rules are wanted: those of all presets, with settings for single rules on top, and overrides on top of them. */
export interface RuleChoice {
  readonly presets: readonly Preset[];
  readonly settings: ReadonlyMap<string, RuleSetting>;
  /** Later ones win. */
  readonly overrides?: readonly Override[];
  /** Levels that hold for every object, whatever else is said. */
  readonly levels?: ReadonlyMap<string, Level>;
}

/** The presets that turn a rule on: one about suppressions, whatever is suppressed, is in all of them. */
export function presetsOf(rule: Rule): Preset[] {
  const { meta } = rule;
  if (rule.review !== undefined) return [...presets];
  return meta.tags.some((tag) => tag.startsWith('CIS-')) ? [...meta.presets, 'cis'] : [...meta.presets];
}

/** The rules that a choice turns on. Of options, later presets win over earlier ones. */
export function activeRules(rules: readonly Rule[], choice: RuleChoice): ActiveRule[] {
  const { overrides = [] } = choice;
  // Each object is compared with them once, for all rules.
  const fitting = perObject((resource) => overrides.filter(({ matches }) => matches(resource)));
  return rules.flatMap((rule): ActiveRule[] => {
    const { id } = rule.meta;
    const level = choice.levels?.get(id);
    const pinned: RuleSetting = level === undefined ? {} : { level };
    const state = changed(changed(presetState(rule, choice.presets), choice.settings.get(id) ?? {}), pinned);
    const settingsIn = (some: readonly Override[]): RuleSetting[] =>
      some.flatMap(({ settings }) => {
        const setting = settings.get(id);
        return setting === undefined ? [] : [{ ...setting, ...pinned }];
      });
    const all = settingsIn(overrides);
    const canBeOn = [state.severity, ...all.map((setting) => setting.level)].some(
      (one) => one !== undefined && one !== 'off',
    );
    const own =
      all.length === 0 ? {} : { overrides: { all, of: (resource: Resource) => settingsIn(fitting(resource)) } };
    return canBeOn ? [{ rule, ...state, ...own }] : [];
  });
}

/** How a rule counts for an object. */
export function stateFor(active: ActiveRule, resource: Resource): RuleState {
  return (active.overrides?.of(resource) ?? []).reduce<RuleState>(changed, active);
}

/** A state with a setting on top. */
export function changed(state: RuleState, { level, options, atMost = {} }: RuleSetting): RuleState {
  const lowered = Object.entries(atMost).map(([name, bound]) => {
    const value = options?.[name] ?? state.options[name];
    return [name, typeof value === 'number' ? Math.min(value, bound) : bound] as const;
  });
  return {
    severity: level ?? state.severity,
    fixedSeverity: state.fixedSeverity || level !== undefined,
    options: { ...state.options, ...options, ...Object.fromEntries(lowered) },
  };
}

function presetState(rule: Rule, chosen: readonly Preset[]): RuleState {
  const { meta } = rule;
  const own = presetsOf(rule).filter((preset) => chosen.includes(preset));
  const ofPresets = chosen.flatMap((preset) => (own.includes(preset) ? (meta.presetSeverity?.[preset] ?? []) : []));
  const severity = own.length === 0 ? 'off' : (ofPresets.at(-1) ?? meta.severity);
  const defaults = Object.entries(meta.options?.properties ?? {}).map(
    ([name, schema]) => [name, schema.default] as const,
  );
  const start: Options = Object.fromEntries(defaults);
  const options = chosen.reduce<Options>((sum, preset) => ({ ...sum, ...meta.presetOptions?.[preset] }), start);
  return { severity, options, fixedSeverity: false };
}
