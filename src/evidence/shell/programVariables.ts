import type { Script } from './script.ts';
import { substitution } from './scriptWriter.ts';
import type { ShellCommand } from './shellCommand.ts';

/** Of one script, so many commands are told. */
const mostTold = 1000;
/** Of one command, so many others are told that it may be. */
const mostCommands = 8;
/** Of variables that are set to variables, how many are followed. */
const deepest = 3;
/** A longer value is no program with its first arguments. */
const longestValue = 300;
/** So many commands that end in `"$@"`, and so many lists of arguments, are looked at. */
const mostCalls = 50;

/**
 * A command whose program is a variable, what the script is given, or what a command prints, perhaps behind programs that
 * run others; and what a variable is where it is not set.
 */
const named =
  /^((?:(?:[A-Za-z_]\w*=\S*|-\S+|\d+[smhd]?|timeout|nohup|nice|env|command|xargs|eval)\s+)*)"?\$(?:(\w+)|\{(\w+)(?:\[[@*]\]|:?[-=]([^{}]*))?\}|([@*]|\(\)))"?(?=\s|$)/;
const orOther = /^\$\{\w+:?[-=]([^{}]*)\}$/;
const lookUp = /^(?:which|command -v|type -[pP]) (\S+)$/;
const givesArguments = /"?\$[@*]"?$/;

/** What variables and arguments say that a script runs: `K=kubectl; $K get pods`, `k() { kubectl "$@"; }; k get pods`. */
export class ProgramVariables {
  readonly #script: Pick<Script, 'split' | 'calls'>;
  readonly #given: (name: string) => string | undefined;
  readonly #values = new Map<string, Set<string>>();
  /** Programs that the script looks up. */
  readonly #lookedUp: string[] = [];
  #isRead = false;
  #told = 0;
  #calling = 0;

  /** @param given the value of a variable that comes from outside of the script. */
  constructor(script: Pick<Script, 'split' | 'calls'>, given: (name: string) => string | undefined) {
    this.#script = script;
    this.#given = given;
  }

  /** The commands that one may be: with its program where that is a variable, with the arguments that its function is given. */
  commandsOf(command: string): string[] {
    const found = named.test(command) ? this.#ofVariable(command) : [];
    return [...found, ...[command, ...found].flatMap((one) => this.#called(one))];
  }

  #ofVariable(command: string): string[] {
    if (this.#told === mostTold) return [];
    this.#told += 1;
    if (!this.#isRead) for (const one of this.#script.split.values()) this.#read(one);
    this.#isRead = true;
    let found = [command];
    for (let depth = 0; depth < deepest; depth += 1)
      found = found.flatMap((one) => this.#meant(one)).slice(0, mostCommands);
    return found.filter((one) => !named.test(one));
  }

  #meant(command: string): string[] {
    const [whole, before = '', plain, braced, other, sign] = named.exec(command) ?? [];
    if (whole === undefined) return [command];
    const name = plain ?? braced ?? '@';
    const values = new Set(sign === '()' ? this.#lookedUp : this.#values.get(name));
    for (const value of [this.#given(name), other]) if (value !== undefined) values.add(value);
    return Array.from(values, (value) => `${before}${value}${command.slice(whole.length)}`.trimStart());
  }

  /** A command of a function, with what the function is given where it is called. */
  #called(command: string): string[] {
    const { calls } = this.#script;
    if (calls.length === 0 || this.#calling === mostCalls || !givesArguments.test(command)) return [];
    this.#calling += 1;
    return calls.slice(0, mostCalls).map((call) => command.replace(givesArguments, () => call.replace(/^\S+\s*/, '')));
  }

  #read({ assigned, words }: ShellCommand): void {
    for (const { name, value, list } of assigned) this.#add(name, list === undefined ? value : list.join(' '));
    const [, program] = lookUp.exec(words.join(' ')) ?? [];
    if (program !== undefined) this.#lookedUp.push(program);
    // `set -- kubectl get pods; "$@"`
    if (words[0] === 'set' && words[1] === '--') this.#add('@', words.slice(2).join(' '));
  }

  #add(name: string, value: string): void {
    if (value.length > longestValue) return;
    const values = this.#values.get(name) ?? new Set();
    this.#values.set(name, values);
    if (value === substitution) for (const program of this.#lookedUp) values.add(program);
    else if (values.size < mostCommands) values.add(orOther.exec(value)?.[1] ?? value);
  }
}
