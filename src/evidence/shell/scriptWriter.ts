import { CaseReader } from './caseReader.ts';

/** What stands in a command for a substitution, whose commands are told apart. */
export const substitution = '$()';

/** A longer condition is none. */
const longestTest = 1000;
const test = /^\s*(?:(?:if|elif|while|until|do|then|else|!|\{|\()\s+)*\[\[\s(?![^]*\s\]\])/;

/** A script, or one within another: of a substitution. */
class Frame {
  /** The command at hand. */
  command = '';
  readonly cases = new CaseReader();

  write(text: string): void {
    this.command += text;
    this.cases.read(text);
  }
}

/** Puts together what a script says: its commands, each whole, and all of its code. */
export class ScriptWriter {
  readonly commands: string[] = [];
  /** Whether a `case` is not understood. */
  isUnclear = false;
  readonly #code: string[] = [];
  #frame = new Frame();
  readonly #around: Frame[] = [];

  get code(): string {
    return this.#code.join('');
  }

  /** The command at hand, as far as it has been read. */
  get command(): string {
    return this.#frame.command;
  }

  /** Whether it is a condition that has not ended, in which signs and brackets are no commands: `[[ $a =~ (b|c) ]]`. */
  get isInTest(): boolean {
    const { command } = this.#frame;
    return command.length < longestTest && test.test(command);
  }

  /** The `case` that is around. */
  get cases(): CaseReader {
    return this.#frame.cases;
  }

  write(text: string): void {
    this.#frame.write(text);
    this.#code.push(text);
  }

  /** Ends a command. @param separator stands between it and the next. */
  cut(separator: string): void {
    const { cases, command } = this.#frame;
    if (!cases.endsPart(separator)) this.commands.push(command);
    if (cases.isUnclear) this.isUnclear = true;
    this.#code.push(separator);
    this.#frame.command = '';
  }

  /** Begins a script whose output, or a pipe from it, stands in this one. @param isText whether around it is no command. */
  begin(opening: string, isText: boolean): void {
    // What a here-document's text holds is given to a command, and is none.
    if (isText) this.#code.push(':');
    else this.#frame.write(substitution);
    this.#code.push(opening);
    this.#around.push(this.#frame);
    this.#frame = new Frame();
  }

  end(closing: string): void {
    this.cut(closing);
    if (this.#frame.cases.isOpen) this.isUnclear = true;
    this.#frame = this.#around.pop() ?? this.#frame;
  }

  /** Takes in what a text within says. */
  add(inner: ScriptWriter): void {
    this.#code.push(inner.code, '\n');
    this.commands.push(...inner.commands);
  }
}
