/** What ESLint shows of a rule beside its messages. */
export function ruleDocs(
  name: string,
  description: string,
): { readonly description: string; readonly recommended: true; readonly url: string } {
  const url = `https://github.com/kube-token-lint/kube-token-lint/blob/main/docs/eslint/${name}.md`;
  return { description, recommended: true, url };
}
