const base = 'https://github.com/kube-token-lint/kube-token-lint/blob/main';

/** The page of a rule; of a plugin's rule, what plugins are. */
export function helpUri(ruleId: string): string {
  return ruleId.includes('/') ? `${base}/docs/plugins.md` : `${base}/rules/${ruleId}/README.md`;
}

/** Where the page of all problems tells of one. */
export function problemsUri(code: string): string {
  return `${base}/docs/problems.md#${code}`;
}
