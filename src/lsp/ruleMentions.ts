import { isConfig } from '../inputs/findConfig.ts';
import type { Rule } from '../rule/rule.ts';
import { LineIndex, type Range } from '../text/position.ts';

export interface RuleMention {
  readonly rule: Rule;
  readonly range: Range;
}

/** The rules that suppressions and the configuration name, and where. */
export function ruleMentions(name: string, text: string, rules: readonly Rule[]): RuleMention[] {
  const byId = new Map(rules.map((rule) => [rule.meta.id, rule]));
  const lines = new LineIndex(text);
  const holders = isConfig(name) ? /^[^#\n]*/gm : /kube-token-lint(?:-disable|\.io\/ignore\.)[^\n]*?(?=\s--\s|$)/gm;
  return [...text.matchAll(holders)].flatMap((holder) =>
    [...holder[0].matchAll(/[a-z]+(?:-[a-z]+)+/g)].flatMap((word) => {
      const rule = byId.get(word[0]);
      const start = holder.index + word.index;
      return rule === undefined ? [] : [{ rule, range: lines.range(start, start + word[0].length) }];
    }),
  );
}
