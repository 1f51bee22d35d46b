/** A command of a script without the name of the function that begins there, redirections, brackets and variables before it. */
export function bareCommand(line: string): string {
  return line
    .replace(/^(?:function\s+[\w-]+\s*(?:\(\)\s*)?|[\w-]+\s*\(\)\s*|trap\s+)/, '')
    .replace(/^(?:[\d&]?[<>]{1,2}&?\s*\S+\s*)+/, '')
    .replace(/^(?:\((?![^()]*\)\))|\{)+\s*(?:(?:while|until|if|!)\s+)?/, '')
    .replace(/^(?:(?:export|local|readonly)\s+)?(?:\w+\+?=(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])*\s+)+/, '');
}

/** Its words, without the quotes and brackets around them. */
export function wordsIn(command: string): string[] {
  return command.split(/\s+/).map((word) => word.replaceAll(/^["'({]+|["')}]+$/g, ''));
}

const noCommands = [
  // Redirections, flags, numbers and the rest of a condition or of a calculation.
  /^(?:[<>=&[+-]|\d+(?:[\s<>)]|$)|\()/,
  /^[a-z](?:\s*[<>=]|\+\+|--)/,
  /^\S+\s+(?:[!=]=|=~)/,
  /^["$\d]\S*\s+-(?:eq|ne|lt|gt|le|ge)\s/,
  /^(?:\w+\+?=|(?:""|'')(?:\s|$))/,
];

/** Whether it is something else than a command. */
export function isNoCommand(command: string): boolean {
  return noCommands.some((pattern) => pattern.test(command));
}

/** The function that begins there. */
export function functionIn(line: string): string | undefined {
  return (/^(?:function\s+)?([\w-]+)\s*\(\)/.exec(line) ?? /^function\s+([\w-]+)/.exec(line))?.[1];
}

/** An array whose words stand there: `ARGS=(--port 80)`. */
export function arrayIn(line: string): { readonly name: string; readonly words: readonly string[] } | undefined {
  const array = /^(?:(?:local|declare|readonly)\s+(?:-\w+\s+)?)?(\w+)=\(\s*([^()$`]*?)\s*\)?$/;
  const [, name, words] = array.exec(line) ?? [];
  return name === undefined || words === undefined ? undefined : { name, words: wordsIn(words) };
}

/** The array whose words are the command: `"${ARGS[@]}"`. */
export function arrayRun(command: string): string | undefined {
  return /^"?\$\{(\w+)\[[@*]\]\}"?/.exec(command)?.[1];
}

/** Whether the command is what the script is given: `"$@"`, or with its name `"$0" "$@"`. */
export function givenRun(command: string): 'arguments' | 'all' | undefined {
  const found = /^(?:"?(\$0)"?\s+)?"?\$[@*]"?$/.exec(command);
  if (found === null) return undefined;
  return found[1] === undefined ? 'arguments' : 'all';
}
