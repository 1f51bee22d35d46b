/** With the options of those that have some: `exec -a name`, `time -p`, `sudo -E -u user`. */
const keywords =
  /^(?:(?:if|then|else|elif|while|until|do|exec(?:\s+-a\s+\S+|\s+-[cl]+)*|time(?:\s+-p)?|sudo(?:\s+-[ugCDhpRrtT]\s+\S+|\s+-\S+)*|!|\{|\()\s+)+/;

/** Without the words of the shell before a command: `if`, `do`, `exec`. */
export function withoutKeyword(statement: string): string {
  return statement.replace(keywords, '');
}

export interface FunctionHead {
  readonly name: string;
  /** What follows it. */
  readonly rest: string;
}

/** The function that begins in a command. */
export function functionHead(command: string): FunctionHead | undefined {
  const line = withoutKeyword(command);
  const [head, named, other] = /^(?:function\s+([\w-]+)\s*(?:\(\s*\)\s*)?|([\w-]+)\s*\(\s*\)\s*)/.exec(line) ?? [];
  const name = named ?? other;
  return head === undefined || name === undefined ? undefined : { name, rest: line.slice(head.length) };
}
