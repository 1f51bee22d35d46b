import { LastMade } from '../../memo/lastMade.ts';
import { type HereDocument, bodyOf, readHereDocument } from './hereDocument.ts';
import { type End, arithmetic, calculation, placeOf, plainRuns } from './scriptPlaces.ts';
import { type ScannedCommand, ScriptWriter } from './scriptWriter.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** A script as a shell reads it. */
export interface ScannedScript {
  /** Without comments and the data of here-documents, its continued lines joined, with a number for each calculation. */
  readonly code: string;
  /** Its commands, and those in its substitutions. */
  readonly commands: readonly ScannedCommand[];
  /** Texts of here-documents that it writes to files. */
  readonly files: readonly string[];
  /** Whether it ends within quotes or the like: what it does is then not known. */
  readonly isUnclear: boolean;
}

/** Each question about a container reads its scripts. */
const known = new LastMade<string, ScannedScript>(32);

export function scanShell(script: string): ScannedScript {
  return getOrMake(known, script, () => {
    const scanner = new ShellScanner(script.replaceAll('\r\n', '\n'), [], 0);
    scanner.scan();
    return scanner;
  });
}

/** Here-documents can hold scripts with here-documents. */
const deepest = 4;
/** More of them on a line are no script. */
const mostPending = 16;

class ShellScanner implements ScannedScript {
  readonly files: string[] = [];
  isUnclear = false;
  readonly #text: string;
  readonly #open: End[];
  readonly #depth: number;
  readonly #pending: HereDocument[] = [];
  readonly #writer = new ScriptWriter();
  #at = 0;
  /** Where the last substitution ended: what follows is a part of the same word. */
  #closedAt = -1;
  #backquotes = 0;

  constructor(text: string, around: End[], depth: number) {
    this.#text = text;
    this.#open = around;
    this.#depth = depth;
  }

  get code(): string {
    return this.#writer.code;
  }

  get commands(): readonly ScannedCommand[] {
    return this.#writer.commands;
  }

  scan(): void {
    while (this.#at < this.#text.length) this.#step();
    this.#writer.end('');
    const isOpen = this.#open.some((end) => end !== 'text' && end !== '(');
    if (this.#pending.length > 0 || isOpen || this.#writer.isUnclear) this.isUnclear = true;
  }

  get #around(): End | undefined {
    return this.#open.at(-1);
  }

  #step(): void {
    const around = this.#around;
    if (around === "'") this.#through(/[^']*'/y);
    else if (around === "$'") this.#through(/(?:[^\\']|\\[^])*'/y);
    else {
      this.#take(this.#match(plainRuns[placeOf(around)])?.length ?? 0);
      if (this.#at < this.#text.length) this.#special(this.#text[this.#at] ?? '');
    }
  }

  /** To the end of what is quoted. */
  #through(rest: RegExp): void {
    const quoted = this.#match(rest);
    if (quoted === undefined) this.isUnclear = true;
    else this.#open.pop();
    this.#take(quoted?.length ?? this.#text.length - this.#at);
  }

  #special(char: string): void {
    const isCommand = placeOf(this.#around) === 'command';
    if (char === '\\') this.#escape();
    else if (char === '$') this.#dollar(isCommand);
    else if (char === '`') this.#backquote();
    else if (char === '"') this.#quote('"');
    else if (char === "'") this.#quote("'");
    else if (isCommand) this.#ofCommand(char);
    else {
      this.#take(1);
      this.#open.pop();
    }
  }

  #ofCommand(char: string): void {
    const { cases } = this.#writer;
    if (char === '#') this.#comment();
    else if (char !== '\n' && char !== ';' && this.#writer.isInTest) this.#take(1);
    else if (char === '<') this.#lessThan();
    else if (char === '(') this.#bracket();
    else if (char === '|' && cases.isInLabel) this.#take(1);
    else if (char === '&' && this.#isRedirection()) this.#take(1);
    else if (char === ')') {
      if (cases.isInLabel) this.#separate(')');
      else this.#closeBracket();
    } else this.#separate(this.#match(/;;&?|;&/y) ?? char);
  }

  /** `2>&1`, `&> file`. */
  #isRedirection(): boolean {
    return /[<>]/.test(this.#text[this.#at - 1] ?? '') || this.#text[this.#at + 1] === '>';
  }

  #escape(): void {
    if (this.#text[this.#at + 1] === '\n') {
      this.#writer.write(' ');
      this.#at += 2;
    } else {
      // One within another: what it runs is not followed.
      if (this.#backquotes > 0 && this.#text[this.#at + 1] === '`') this.isUnclear = true;
      this.#take(2);
    }
  }

  #dollar(isCommand: boolean): void {
    const next = this.#text[this.#at + 1] ?? '';
    const sum = next === '(' ? this.#match(arithmetic) : undefined;
    if (sum !== undefined) {
      if (this.#around !== 'text') this.#writer.write('0');
      this.#at += sum.length;
    } else if (next === '(') this.#substitute('$(', ')');
    else {
      const end = this.#endBehind(next, isCommand);
      this.#take(end === undefined ? 1 : 2);
      if (end !== undefined) this.#open.push(end);
    }
  }

  /** What ends what a `$` begins. */
  #endBehind(next: string, isCommand: boolean): End | undefined {
    // Within a here-document's text, all that counts is what runs.
    if (this.#around === 'text') return undefined;
    if (next === '{') return '}';
    if (next === '[') return ']';
    return isCommand && next === "'" ? "$'" : undefined;
  }

  #substitute(opening: string, end: ')' | '`'): void {
    this.#writer.begin(opening, this.#around === 'text');
    this.#at += opening.length;
    this.#open.push(end);
    if (end === '`') this.#backquotes += 1;
  }

  #backquote(): void {
    if (this.#backquotes === 0) {
      this.#substitute('`', '`');
      return;
    }
    // With whatever was open inside of it.
    for (let end = this.#open.pop(); end !== '`'; end = this.#open.pop()) if (end === ')') this.#writer.end('');
    this.#writer.end('`');
    this.#backquotes -= 1;
    this.#at += 1;
    this.#closedAt = this.#at;
  }

  #quote(end: '"' | "'"): void {
    const isText = end === "'" && this.#around === '}' && this.#open.includes('"');
    this.#take(1);
    if (this.#around === end) this.#open.pop();
    else if (!isText) this.#open.push(end);
  }

  #comment(): void {
    const isComment = this.#at !== this.#closedAt && /^(?:$|[\s;&|()`])/.test(this.#text[this.#at - 1] ?? '');
    const end = this.#text.indexOf('\n', this.#at);
    if (isComment) this.#at = end === -1 ? this.#text.length : end;
    else this.#take(1);
  }

  #bracket(): void {
    const isPipe = /[<>]/.test(this.#text[this.#at - 1] ?? '');
    const sum = this.#match(calculation);
    if (isPipe) this.#substitute('(', ')');
    else if (sum !== undefined) this.#take(sum.length);
    else {
      const { cases } = this.#writer;
      // `(a|b)` as a label has one more bracket than others.
      if (!cases.isInLabel) this.#open.push('(');
      else if (!cases.isAtStart) this.isUnclear = true;
      this.#take(1);
    }
  }

  #closeBracket(): void {
    const around = this.#around;
    if (around === ')' || around === '(') this.#open.pop();
    if (around === ')') {
      this.#writer.end(')');
      this.#at += 1;
      this.#closedAt = this.#at;
    } else this.#take(1);
  }

  #lessThan(): void {
    const [signs = ''] = /^<{1,3}/.exec(this.#text.slice(this.#at, this.#at + 3)) ?? [];
    if (signs === '<<') this.#beginHereDocument();
    else this.#take(signs.length);
  }

  #beginHereDocument(): void {
    const found =
      this.#pending.length === mostPending ? undefined : readHereDocument(this.#text, this.#at, this.#writer.command);
    if (found === undefined) this.isUnclear = true;
    else this.#pending.push(found);
    this.#take(found?.length ?? 2);
  }

  #hereDocuments(): void {
    for (const document of this.#pending.splice(0)) {
      const { body, end, isEnded } = bodyOf(document, this.#text, this.#at);
      this.#at = end;
      if (!isEnded) this.isUnclear = true;
      if (document.use === 'file') this.files.push(body);
      if (document.use === 'shell' || document.use === 'code') this.#inner(body, [], document.use === 'shell');
      else if (document.expands) this.#inner(body, ['text'], true);
    }
  }

  /** @param isShell whether what is not understood in it counts. */
  #inner(body: string, around: End[], isShell: boolean): void {
    if (this.#depth === deepest) this.isUnclear = true;
    else {
      const inner = new ShellScanner(body, around, this.#depth + 1);
      inner.scan();
      this.#writer.add(inner.#writer);
      this.files.push(...inner.files);
      if (isShell && inner.isUnclear) this.isUnclear = true;
    }
  }

  /** Ends a command, at what stands between it and the next. */
  #separate(separator: string): void {
    this.#writer.cut(separator);
    this.#at += separator.length;
    if (separator === '\n') this.#hereDocuments();
  }

  #take(length: number): void {
    if (this.#around !== 'text') this.#writer.write(this.#text.slice(this.#at, this.#at + length));
    this.#at += length;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }
}
