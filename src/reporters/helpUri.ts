const base = 'https://github.com/kube-token-lint/kube-token-lint/blob/main/rules';

/** The page of a rule. */
export function helpUri(ruleId: string): string {
  return `${base}/${ruleId}/README.md`;
}
