/** What a baseline is called: JSON, but no manifest. */
export const baselineName = 'kube-token-lint.baseline.json';
