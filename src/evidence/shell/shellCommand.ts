/** A command of a script, as a shell splits it. */
export interface ShellCommand {
  /** Variables that it sets, before its program or alone. */
  readonly assigned: readonly Assignment[];
  /** Its words, without the quotes that made them. */
  readonly words: readonly string[];
  /** Files to which its redirections write. */
  readonly writes: readonly string[];
}

export interface Assignment {
  readonly name: string;
  /** With the `$` of what is not known; nothing for an array. */
  readonly value: string;
  /** The words of an array: `ARGS=(--port 80)`. */
  readonly list: readonly string[] | undefined;
}

/** Words of the shell that may come before a command. */
const leading = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', 'time', '!', '{', '}', 'coproc']);

/** What sets variables as its words say. */
const declaring = new Set(['export', 'local', 'readonly', 'declare', 'typeset', 'env']);

/** @param command one of those of `readScript`: what it substitutes is `$()`. */
export function readCommand(command: string): ShellCommand {
  if (isPlain.test(command)) return { assigned: none, words: plainWords(command), writes: none };
  const { tokens, writes } = new Splitter(command);
  const assigned: Assignment[] = [];
  const last = tokens.findLastIndex(isEnd);
  let at = 0;
  for (; at < tokens.length; at += 1) {
    const { text, list, kind } = tokens[at] ?? end;
    if (kind === 'bracket') at = text === '((' ? closing(tokens, at, last) : at;
    else if (kind === 'plain' && leading.has(text)) continue;
    else if (text === 'for' && tokens[at + 1]?.text === '((') at = closing(tokens, at + 1, last);
    else {
      const one = assignmentIn(text, list);
      if (one === undefined) break;
      assigned.push(one);
    }
  }
  const words = tokens.slice(at).flatMap(({ kind, text }) => (kind === 'bracket' ? [] : text));
  const [first = '', second = ''] = words;
  if (declaring.has(first) || (/^(?:command|builtin)$/.test(first) && declaring.has(second)))
    assigned.push(...tokens.slice(at + 1).flatMap(({ text, list }) => assignmentIn(text, list) ?? []));
  return { assigned, words, writes };
}

/** Most commands have nothing to take away or to expand. */
const isPlain = /^(?!(?:if|then|else|elif|while|until|do|time|coproc|for)\s)[\w\s./:,@%+*?~^#[\]-]*$/;
const none: readonly never[] = [];

function plainWords(command: string): string[] {
  return command.split(/\s+/).filter((word) => word !== '');
}

interface Token {
  readonly kind: 'bracket' | 'plain' | 'quoted';
  readonly text: string;
  readonly list?: readonly string[] | undefined;
}

const end: Token = { kind: 'plain', text: '' };

/** Where a calculation ends; where it begins if that is none, as in `((a) )`. */
function closing(tokens: readonly Token[], from: number, last: number): number {
  let at = from;
  while (at < last && !isEnd(tokens[at])) at += 1;
  return at < last || isEnd(tokens[at]) ? at : from;
}

function isEnd(token: Token | undefined): boolean {
  return token?.kind === 'bracket' && token.text === '))';
}

function assignmentIn(text: string, list: readonly string[] | undefined): Assignment | undefined {
  const [whole, name = '', sign] = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?(\+?=)/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return { name, value: `${sign === '=' ? '' : `\${${name}}`}${text.slice(whole.length)}`, list };
}

/** A part of a word: its first group, or the whole, is what it says. */
interface Part {
  readonly pattern: RegExp;
  readonly isQuoted: boolean;
  readonly unescaped?: (text: string) => string;
}

const plain: Part = { pattern: /[^\s\\'"$<>();&|]+/y, isQuoted: false };
const single: Part = { pattern: /'([^']*)'?/y, isQuoted: true };
const double: Part = {
  pattern: /"([^"\\]*(?:\\[^][^"\\]*)*)\\?"?/y,
  isQuoted: true,
  unescaped: (text) => text.replaceAll(/\\([\\"$`])/g, '$1'),
};
const ansi: Part = { pattern: /\$'([^'\\]*(?:\\[^][^'\\]*)*)\\?'?/y, isQuoted: true };
const expansion: Part = { pattern: /\$\(\)|\$\{[^}]*\}?|\$/y, isQuoted: false };
const escaped: Part = { pattern: /\\([^]?)/y, isQuoted: true };

function partAt(text: string, at: number): Part | undefined {
  const char = text[at] ?? '';
  if (char === "'") return single;
  if (char === '"') return double;
  if (char === '\\') return escaped;
  if (char === '$') return text[at + 1] === "'" ? ansi : expansion;
  return char === '' || /[\s<>();&|]/.test(char) ? undefined : plain;
}

const redirection = /&>{1,2}|<<<|<<-?|<>|[<>]&|>>|>\||[<>]/y;

/** Splits a command into words; redirections are no part of them. */
class Splitter {
  readonly tokens: Token[] = [];
  readonly writes: string[] = [];
  readonly #text: string;
  #at = 0;
  #isInList = false;

  constructor(text: string) {
    this.#text = text;
    while (this.#at < text.length) this.#step();
  }

  #step(): void {
    const char = this.#text[this.#at] ?? '';
    const operator = this.#match(redirection);
    if (/[\s;|]/.test(char) || (char === '&' && operator === undefined)) this.#at += 1;
    else if (operator !== undefined) this.#redirected(operator);
    else if (char === '(' || char === ')') this.#bracket(char);
    else this.#word();
  }

  #bracket(char: string): void {
    const double = this.#text[this.#at + 1] === char;
    this.#at += double ? 2 : 1;
    this.tokens.push({ kind: 'bracket', text: double ? char + char : char });
  }

  #redirected(operator: string): void {
    this.#at += operator.length;
    // `<(…)`, of which the script stands apart, is a word.
    const isPipe = operator.length === 1 && this.#text.startsWith('$()', this.#at);
    if (isPipe) {
      this.#at += 3;
      this.tokens.push({ kind: 'plain', text: `${operator}$()` });
      return;
    }
    this.#at += this.#match(/[^\S\n]*/y)?.length ?? 0;
    const target = this.#read().text;
    if (operator.includes('>') && target !== '' && !/^(?:\d+|-)$/.test(target)) this.writes.push(target);
  }

  #word(): void {
    const { text, isQuoted } = this.#read();
    const next = this.#text[this.#at] ?? '';
    if (!isQuoted && /[<>]/.test(next) && /^(?:\d+|\{\w+\})$/.test(text)) return;
    const isList = !this.#isInList && !isQuoted && next === '(' && /^\w+\+?=$/.test(text);
    const list = isList ? this.#list() : undefined;
    this.tokens.push({ kind: isQuoted ? 'quoted' : 'plain', text, list });
  }

  #list(): string[] {
    this.#at += 1;
    this.#isInList = true;
    const from = this.tokens.length;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') this.#step();
    this.#at += 1;
    this.#isInList = false;
    return this.tokens.splice(from).map(({ text }) => text);
  }

  #read(): { readonly text: string; readonly isQuoted: boolean } {
    let text = '';
    let isQuoted = false;
    for (let found = this.#part(); found !== undefined; found = this.#part()) {
      text += found.text;
      isQuoted ||= found.isQuoted;
    }
    return { text, isQuoted };
  }

  #part(): { readonly text: string; readonly isQuoted: boolean } | undefined {
    const part = partAt(this.#text, this.#at);
    if (part === undefined) return undefined;
    part.pattern.lastIndex = this.#at;
    const found = part.pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    const text = found[1] ?? found[0];
    return { text: part.unescaped?.(text) ?? text, isQuoted: part.isQuoted };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }
}
