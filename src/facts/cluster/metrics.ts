/** All metrics of the API server whose names begin with `serviceaccount_` (facts.md §2). */
export const serviceAccountMetrics: ReadonlySet<string> = new Set([
  'serviceaccount_invalid_legacy_auto_token_uses_total',
  'serviceaccount_legacy_auto_token_uses_total',
  'serviceaccount_legacy_manual_token_uses_total',
  'serviceaccount_legacy_tokens_total',
  'serviceaccount_stale_tokens_total',
  'serviceaccount_valid_tokens_total',
]);

/** A name in a PromQL expression, by its offset. */
export interface MetricName {
  readonly name: string;
  readonly start: number;
}

/** The metrics of a PromQL expression whose names begin with `serviceaccount_`; labels, texts and comments are none. */
export function serviceAccountMetricNames(expression: string): MetricName[] {
  const blanked = expression.replaceAll(notMetrics, (part) => ' '.repeat(part.length));
  return [...blanked.matchAll(/(?<![\w:])serviceaccount_[\w:]+/g)].map(({ 0: name, index: start }) => ({
    name,
    start,
  }));
}

const strings = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|${'`[^`]*`'}`;
const labels = String.raw`\{(?:${strings}|[^{}"'${'`'}])*\}`;
const lists = String.raw`\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)`;
const notMetrics = new RegExp(`${strings}|#.*|${labels}|${lists}`, 'gi');
