/** Where `$@` may be something else than what a shell is given. */
const otherArguments = /\bshift\b|\bset\s+(?:-[\w-]*\s+)*(?:--|[^-\s;&|])|\(\s*\)|\bfunction\b/;

/** Whether `$@` of a script is what its shell is given: `shift` and functions give it another meaning. */
export function keepsArguments(script: string): boolean {
  return !otherArguments.test(script);
}

/** Whether a command is what the script is given: `"$@"`, or with its name `"$0" "$@"`. */
export function givenBy(words: readonly string[]): 'arguments' | 'all' | undefined {
  const all = words.join(' ');
  if (/^\$0 \$[@*]$/.test(all)) return 'all';
  return /^\$[@*]$/.test(all) ? 'arguments' : undefined;
}
