import { type ActiveRule, type RuleState, stateFor } from '../config/activeRules.ts';
import { perObject } from '../config/perObject.ts';
import type { Resource } from '../facts/objects/resource.ts';
import type { Model, Options, Report, Severity } from '../rule/rule.ts';
import type { Suppression, UnknownDirective } from '../rule/suppression.ts';

/** A report, and at which severity it counts. */
export interface CountedReport {
  readonly report: Report;
  readonly severity: Severity;
}

const none: readonly never[] = [];

/** Makes the reports of a rule that count. */
export type RunRule = (model: Model) => readonly CountedReport[];

/**
 * Where objects have settings of their own, a rule runs once for each distinct set of options, and of each run count the
 * reports about objects for which those options hold.
 * @param resources all objects.
 */
export function ruleRun(active: ActiveRule, resources: readonly Resource[]): RunRule {
  const { rule, overrides } = active;
  if (overrides === undefined) return (model) => counted(rule.check(model, active.options), () => active);
  const stateOf = perObject((resource): ObjectState => {
    const state = stateFor(active, resource);
    return { state, key: JSON.stringify(state.options) };
  });
  const sets = optionSets(resources.map(stateOf));
  return (model) =>
    Array.from(sets).flatMap(([key, options]) =>
      counted(rule.check(model, options), ({ resource }) => {
        const own = stateOf(resource);
        return own.key === key ? own.state : undefined;
      }),
    );
}

/** The reports of a rule about suppressions that count. */
export function reviewRun(
  active: ActiveRule,
  suppressions: readonly Suppression[],
  unknown: readonly UnknownDirective[],
): readonly CountedReport[] {
  return counted(active.rule.review?.(suppressions, unknown) ?? none, ({ resource }) =>
    active.overrides === undefined ? active : stateFor(active, resource),
  );
}

/** @param stateOf what holds for a report; nothing where it is another run's. */
function counted(
  reports: Iterable<Report>,
  stateOf: (report: Report) => RuleState | undefined,
): readonly CountedReport[] {
  let found: CountedReport[] | undefined;
  for (const report of reports) {
    const state = stateOf(report);
    if (state === undefined || state.severity === 'off') continue;
    const severity = state.fixedSeverity ? state.severity : (report.severity ?? state.severity);
    (found ??= []).push({ report, severity });
  }
  return found ?? none;
}

interface ObjectState {
  readonly state: RuleState;
  /** Tells sets of options apart. */
  readonly key: string;
}

/** The sets of options that hold for some object for which the rule is on. */
function optionSets(states: readonly ObjectState[]): Map<string, Options> {
  return new Map(states.filter(({ state }) => state.severity !== 'off').map(({ state, key }) => [key, state.options]));
}
