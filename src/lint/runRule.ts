import { type ActiveRule, type RuleState, stateFor } from '../config/activeRules.ts';
import { perObject } from '../config/perObject.ts';
import type { Resource } from '../facts/resource.ts';
import type { Model, Options, Report, Severity } from '../rule/rule.ts';
import type { Suppression, UnknownDirective } from '../rule/suppression.ts';

/** A report, and at which severity it counts. */
export interface CountedReport {
  readonly report: Report;
  readonly severity: Severity;
}

/** Makes the reports of a rule that count. */
export type RunRule = (model: Model) => Generator<CountedReport>;

/**
 * Where objects have settings of their own, a rule runs once for each distinct set of options, and of each run count the
 * reports about objects for which those options hold.
 * @param resources all objects.
 */
export function ruleRun(active: ActiveRule, resources: readonly Resource[]): RunRule {
  if (active.overrides === undefined) {
    return function* (model) {
      for (const report of active.rule.check(model, active.options)) yield* counted(report, active);
    };
  }
  const stateOf = perObject((resource): ObjectState => {
    const state = stateFor(active, resource);
    return { state, key: JSON.stringify(state.options) };
  });
  const sets = optionSets(resources.map(stateOf));
  return function* (model) {
    for (const [key, options] of sets) {
      for (const report of active.rule.check(model, options)) {
        const { state, key: own } = stateOf(report.resource);
        if (own === key) yield* counted(report, state);
      }
    }
  };
}

/** The reports of a rule about suppressions that count. */
export function* reviewRun(
  active: ActiveRule,
  suppressions: readonly Suppression[],
  unknown: readonly UnknownDirective[],
): Generator<CountedReport> {
  for (const report of active.rule.review?.(suppressions, unknown) ?? []) {
    yield* counted(report, active.overrides === undefined ? active : stateFor(active, report.resource));
  }
}

function* counted(report: Report, { severity, fixedSeverity }: RuleState): Generator<CountedReport> {
  if (severity === 'off') return;
  yield { report, severity: fixedSeverity ? severity : (report.severity ?? severity) };
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
