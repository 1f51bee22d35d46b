import { scriptCode } from './script.ts';

/**
 * The statements of a shell script, each whole: with its pipes, and with the commands inside of it (`$(…)`). Comments and
 * here-documents are left out.
 */
export function shellStatements(script: string): string[] {
  const text = scriptCode(script);
  const statements: string[] = [];
  /** What ends the quotes and substitutions around the place. */
  const open: string[] = [];
  let start = 0;
  const finish = (end: number, next: number): void => {
    statements.push(text.slice(start, end).trim());
    start = next;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const closing = open.at(-1);
    if (closing === "'") {
      if (char === closing) open.pop();
    } else if (char === '\\') at += 1;
    else if (text.startsWith('$(', at)) {
      open.push(')');
      at += 1;
    } else if (char === closing) open.pop();
    else if (char === '"' || (char === "'" && closing !== '"')) open.push(char);
    else if (closing === undefined && char === '#' && /^\s?$/.test(text[at - 1] ?? '')) {
      const end = text.indexOf('\n', at);
      finish(at, end === -1 ? text.length : end);
      at = start - 1;
    } else if (closing === undefined) {
      const separator = /^(?:[\n;]|&&|\|\|)/.exec(text.slice(at, at + 2))?.[0];
      if (separator !== undefined) {
        finish(at, at + separator.length);
        at = start - 1;
      }
    }
  }
  finish(text.length, text.length);
  return statements.map(withoutKeyword).filter((statement) => statement !== '');
}

function withoutKeyword(statement: string): string {
  return statement.replace(/^(?:(?:if|then|else|elif|while|until|do|exec|time|sudo|!|\{|\()\s+)+/, '');
}
