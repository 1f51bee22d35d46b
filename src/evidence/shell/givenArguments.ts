/** Where `$@` may be something else than what a shell is given. */
const otherArguments = /\bshift\b|\bset\s+(?:-[\w-]*\s+)*(?:--|[^-\s;&|])|\(\s*\)|\bfunction\b/;

/** Whether `$@` of a script is what its shell is given: `shift` and functions give it another meaning. */
export function keepsArguments(script: string): boolean {
  return !otherArguments.test(script);
}

const all = /^\$(?:[@*]|\{[@*](?::(\d+))?\})$/;

/**
 * Where the program of a command stands in what its script is given: 1 for `"$@"`, 2 for `"${@:2}"`; 0 for `"$0" "$@"`,
 * as `$0` is the first. `undefined` for other commands.
 */
export function programInArguments([first = '', second = '']: readonly string[]): number | undefined {
  if (first === '$0' && /^\$[@*]$/.test(second)) return 0;
  const [whole, start = '1'] = all.exec(first) ?? [];
  return whole === undefined ? undefined : Number(start);
}
