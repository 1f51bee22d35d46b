import type { Script } from './script.ts';
import type { ShellCommand } from './shellCommand.ts';
import { isLibrary, isLibraryFunction } from '../knowledge/programNames.ts';
import { setters } from './scriptVariables.ts';

/** What the commands of a script may be besides programs: functions, and the words of arrays. */
export class ScriptDefinitions {
  readonly #functions = new Set<string>();
  /** `undefined` for an array that the script changes. */
  readonly #arrays = new Map<string, readonly string[] | undefined>();
  #hasLibrary = false;

  /** A copy for a script that this one starts, which adds its own definitions to it. */
  copy(): ScriptDefinitions {
    const copied = new ScriptDefinitions();
    for (const name of this.#functions) copied.#functions.add(name);
    for (const [name, words] of this.#arrays) copied.#arrays.set(name, words);
    copied.#hasLibrary = this.#hasLibrary;
    return copied;
  }

  read({ functions, commands, split }: Pick<Script, 'functions' | 'commands' | 'split'>): void {
    for (const name of functions) this.#functions.add(name);
    for (const command of split.values()) this.#readArrays(command);
    this.#hasLibrary ||= commands.some((line) => isLibrary(line));
  }

  #readArrays({ assigned, words: [program = '', ...words] }: ShellCommand): void {
    for (const { name, list } of assigned) this.#arrays.set(name, this.#arrays.has(name) ? undefined : list);
    if (!setters.has(program)) return;
    for (const word of words) this.#arrays.set(word.replace(/^-v|\[.*/g, ''), undefined);
  }

  isFunction(name: string): boolean {
    return this.#functions.has(name) || (this.#hasLibrary && isLibraryFunction(name));
  }

  /** The words of an array; `undefined` where they are not known. */
  array(name: string): readonly string[] | undefined {
    return this.#arrays.get(name);
  }
}
