import { CaseReader } from './caseReader.ts';
import { FunctionReader } from './functionReader.ts';

/** What stands in a command for a substitution, whose commands are told apart. */
export const substitution = '$()';

/** A longer condition is none. */
const longestTest = 1000;
const test = /^\s*(?:(?:if|elif|while|until|do|then|else|!|\{|\()\s+)*\[\[\s(?![^]*\s\]\])/;

export interface ScannedCommand {
  /** As it is written. */
  readonly text: string;
  /** The function in whose body it stands. */
  readonly within: string | undefined;
}

/** A script, or one within another: of a substitution. */
class Frame {
  /** The command at hand. */
  command = '';
  readonly cases = new CaseReader();
  readonly #functions = new FunctionReader();
  readonly #around: string | undefined;

  /** @param around the function in which it stands. */
  constructor(around?: string) {
    this.#around = around;
  }

  get within(): string | undefined {
    return this.#functions.name ?? this.#around;
  }

  write(text: string): void {
    this.command += text;
    this.cases.read(text);
    this.#functions.read(text);
  }

  /** Ends the command at hand. @returns it, where it is more than a part of a `case`. */
  cut(separator: string): ScannedCommand | undefined {
    const { command: text, within } = this;
    const isPart = this.cases.endsPart(separator);
    this.#functions.end(text, isPart);
    this.command = '';
    return isPart ? undefined : { text, within };
  }
}

/** Puts together what a script says: its commands, each whole, and all of its code. */
export class ScriptWriter {
  readonly commands: ScannedCommand[] = [];
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
    const command = this.#frame.cut(separator);
    if (command !== undefined) this.commands.push(command);
    if (this.#frame.cases.isUnclear) this.isUnclear = true;
    this.#code.push(separator);
  }

  /** Begins a script whose output, or a pipe from it, stands in this one. @param isText whether around it is no command. */
  begin(opening: string, isText: boolean): void {
    // What a here-document's text holds is given to a command, and is none.
    if (isText) this.#code.push(':');
    else this.#frame.write(substitution);
    this.#code.push(opening);
    this.#around.push(this.#frame);
    this.#frame = new Frame(this.#frame.within);
  }

  end(closing: string): void {
    this.cut(closing);
    if (this.#frame.cases.isOpen) this.isUnclear = true;
    this.#frame = this.#around.pop() ?? this.#frame;
  }

  /** Takes in what a text within says. */
  add(inner: ScriptWriter): void {
    this.#code.push(inner.code, '\n');
    const { within } = this.#frame;
    for (const command of inner.commands) this.commands.push({ ...command, within: command.within ?? within });
  }
}
