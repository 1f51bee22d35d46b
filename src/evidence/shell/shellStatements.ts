import { withoutKeyword } from './shellKeywords.ts';
import { scanShell } from './shellScanner.ts';

/**
 * The statements of a shell script, each whole: with its pipes, and with the commands inside of it (`$(…)`). Comments and
 * here-documents are left out.
 */
export function shellStatements(script: string): string[] {
  const text = scanShell(script).code;
  const statements: string[] = [];
  let start = 0;
  for (const at of unquoted(text)) {
    if (at < start) continue;
    const separator = /^(?:[\n;]|&&|\|\|)/.exec(text.slice(at, at + 2))?.[0];
    if (separator === undefined) continue;
    statements.push(text.slice(start, at).trim());
    start = at + separator.length;
  }
  statements.push(text.slice(start).trim());
  return statements.map(withoutKeyword).filter((statement) => statement !== '');
}

/** The first word of a statement, with its quotes and substitutions, and what comes after it. */
export function firstWord(statement: string): [word: string, rest: string] {
  for (const at of unquoted(statement)) {
    if (/\s/.test(statement[at] ?? '')) return [statement.slice(0, at), statement.slice(at)];
  }
  return [statement, ''];
}

/** The places of a text outside of quotes and substitutions. */
function* unquoted(text: string): Generator<number> {
  /** What ends the quotes and substitutions around the place. */
  const open: string[] = [];
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
    else if (char === '"' || char === '`' || (char === "'" && closing !== '"')) open.push(char);
    else if (closing === undefined) yield at;
  }
}
