import { functionHead } from './shellKeywords.ts';

/** So much of a command is looked at for the head of a function. */
const longestHead = 300;

interface Body {
  readonly name: string;
  /** How many brackets are open in it, its own included. */
  depth: number;
}

/** Follows the functions of a script, to tell whose commands are whose. */
export class FunctionReader {
  readonly #open: Body[] = [];
  /** What the command at hand starts with. */
  #text = '';

  /** @param text the next part of the command at hand. */
  read(text: string): void {
    if (this.#text.length < longestHead) this.#text += text;
  }

  /** The function in which the command at hand stands. */
  get name(): string | undefined {
    return functionHead(this.#text.trimStart())?.name ?? this.#open.at(-1)?.name;
  }

  /** Ends the command at hand. @param isPart whether it is a part of a `case`, whose labels may end in a bracket. */
  end(command: string, isPart: boolean): void {
    this.#text = '';
    const head = functionHead(command.trimStart());
    if (head !== undefined) this.#open.push({ name: head.name, depth: 0 });
    const body = this.#open.at(-1);
    if (body === undefined) return;
    const code = unquoted(head?.rest ?? command);
    // The body may begin on the next line.
    if (code.trim() === '') return;
    body.depth += count(code, opening) - (closing.exec(code)?.[1]?.match(/\}/g)?.length ?? 0);
    if (!isPart) body.depth += count(code, /\(/g) - count(code, /\)/g);
    if (body.depth <= 0) this.#open.pop();
  }
}

const quoted = /\\[^]|'[^']*'|"[^"\\]*(?:\\[^][^"\\]*)*"/g;

/** Brackets within quotes are none. */
function unquoted(command: string): string {
  return command.replaceAll(quoted, '""');
}

const opening = /(?<![^\s()])\{(?=\s|$)/g;
/** One ends only where a command may begin: `echo }` prints it. */
const closing = /^\s*(?:(?:fi|done|esac)\s+)*((?:\}\s*)+)(?![^\s<>()])/;

function count(code: string, bracket: RegExp): number {
  return code.match(bracket)?.length ?? 0;
}
