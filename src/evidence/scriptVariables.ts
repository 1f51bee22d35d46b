import type { Variables } from '../facts/environment.ts';
import { substitution } from './shell/scriptWriter.ts';
import type { ShellCommand } from './shell/shellCommand.ts';

/** A value that is longer is no path. */
const longestValue = 1000;

const reference = /\$(?:(\w+)|\{(\w+)([^{}]{0,200})\})/g;

/** Programs whose words are names of variables that they set to what nobody knows. */
const setters = new Set(['read', 'mapfile', 'readarray', 'getopts', 'for', 'select']);

/** The variables of a container and of the scripts that it runs. */
export class ScriptVariables {
  readonly #environment: Variables;
  /** `undefined` where a value is not known. */
  readonly #set = new Map<string, string | undefined>();

  constructor(environment: Variables) {
    this.#environment = environment;
  }

  /** `undefined` where it is not known, or nobody here sets it. */
  get(name: string): string | undefined {
    return this.#set.has(name) ? this.#set.get(name) : this.#environment.get(name)?.value;
  }

  /** Takes in what a command sets. */
  read({ assigned, words: [program = '', ...words] }: ShellCommand): void {
    for (const { name, value } of assigned) this.#assign(name, this.resolve(value));
    if (setters.has(program)) for (const name of words) if (/^\w+$/.test(name)) this.#set.set(name, undefined);
    if (program === 'printf' && words[0] === '-v') this.#set.set(words[1] ?? '', undefined);
    for (const word of words)
      for (const [, name = ''] of word.matchAll(/\$\{(\w+):?=/g)) this.#set.set(name, undefined);
  }

  /**
   * A text with its variables; those that nobody here sets are the image's, and stay. `undefined` where one is not known,
   * or where it lies in the home of somebody.
   */
  resolve(path: string): string | undefined {
    if (path.includes(substitution) || path.startsWith('~')) return undefined;
    if (!path.includes('$')) return path;
    let text = '';
    let from = 0;
    for (const { 0: whole, 1: plain, 2: braced, 3: change = '', index } of path.matchAll(reference)) {
      const name = plain ?? braced ?? '';
      const isSet = this.#isSet(name);
      const value = isSet ? this.get(name) : (/^:?-(.*)$/.exec(change)?.[1] ?? whole);
      if (value === undefined || (change !== '' && value === whole)) return undefined;
      text += path.slice(from, index) + value;
      from = index + whole.length;
    }
    return text + path.slice(from);
  }

  #isSet(name: string): boolean {
    return this.#set.has(name) || this.#environment.get(name) !== undefined;
  }

  /** One that is set twice may have either value. */
  #assign(name: string, value: string | undefined): void {
    const known = value !== undefined && value.length <= longestValue ? value : undefined;
    const isOther = this.#isSet(name) && this.get(name) !== known;
    this.#set.set(name, isOther ? undefined : known);
  }
}
