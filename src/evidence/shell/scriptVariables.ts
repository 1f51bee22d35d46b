import type { Variables } from '../../facts/pods/environment.ts';
import { substitution } from './scriptWriter.ts';
import type { ShellCommand } from './shellCommand.ts';

/** A value that is longer is no path. */
const longestValue = 1000;

const reference = /\$(?:(\w+)|\{(\w+)([^{}]{0,200})\})/g;

/** Programs whose words are names of variables that they set to what nobody knows. */
export const setters: ReadonlySet<string> = new Set([
  'read',
  'mapfile',
  'readarray',
  'getopts',
  'for',
  'select',
  'unset',
  'printf',
]);

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
    for (const { name, value, list } of assigned)
      this.#assign(name, list === undefined ? this.resolve(value) : undefined);
    if (setters.has(program)) for (const word of words) this.#set.set(word.replace(/^-v|\[.*/g, ''), undefined);
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
      const value = this.#isSet(name) ? changed(this.get(name), change) : (/^:?-(.*)$/.exec(change)?.[1] ?? whole);
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

/** A known value as `${NAME…}` gives it; only defaults are followed. */
function changed(value: string | undefined, change: string): string | undefined {
  if (change === '' || value === undefined) return value;
  const [, colon, other] = /^(:?)-(.*)$/.exec(change) ?? [];
  if (colon === undefined) return undefined;
  return value === '' && colon === ':' ? other : value;
}
