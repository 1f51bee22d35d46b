const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']);

/** Whether a program is a shell, which is given its script as an argument (`sh -c "…"`). */
export function isShell(program: string | undefined): boolean {
  return program !== undefined && shells.has(program.slice(program.lastIndexOf('/') + 1));
}

/** What a shell is given to run. */
export type ShellArguments =
  | { readonly kind: 'script'; readonly script: string; readonly positional: readonly string[] }
  | { readonly kind: 'file'; readonly file: string }
  /** What it reads from its standard input. */
  | { readonly kind: 'input' };

/** Options whose value is the next word: `-o pipefail`, `-eo pipefail`. */
const withValue = /^(?:[-+]\w*[oO]|--(?:rcfile|init-file))$/;

/** @param words what comes after the name of the shell. */
export function shellArguments(words: readonly string[]): ShellArguments {
  const at = words.findIndex((word, index) => !/^[-+]/.test(word) && !withValue.test(words[index - 1] ?? ''));
  const [first = '', ...positional] = at === -1 ? [] : words.slice(at);
  const options = words.slice(0, Math.max(at, 0)).filter((word) => /^-\w+$/.test(word));
  const has = (letter: string): boolean => options.some((option) => option.includes(letter));
  if (at === -1 || first.startsWith('<') || has('s')) return { kind: 'input' };
  return has('c') ? { kind: 'script', script: first, positional } : { kind: 'file', file: first };
}
