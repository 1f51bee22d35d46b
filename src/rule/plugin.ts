import { suggestion } from '../text/suggestion.ts';
import type { Rule } from './rule.ts';

/** Rules of somebody's own: the default export of an ES module. They are called `name/id`. */
export interface Plugin {
  /** Lower-case words joined by `-`. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** A plugin's rules, under the names they have for users. */
export function rulesOf({ name, rules }: Plugin): Rule[] {
  return rules.map((rule) => ({
    meta: { ...rule.meta, id: `${name}/${rule.meta.id}` },
    check: (model, options) => rule.check(model, options),
  }));
}

/** A hint at the rule that may be meant, also where what stands before the slash is nobody's name. */
export function ruleSuggestion(id: string, known: Iterable<string>): string {
  const ids = [...known];
  return suggestion(id, ids) || suggestion(id.slice(id.lastIndexOf('/') + 1), ids);
}
