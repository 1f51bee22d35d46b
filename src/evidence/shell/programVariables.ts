import type { Script } from './script.ts';
import { substitution } from './scriptWriter.ts';
import type { ShellCommand } from './shellCommand.ts';
import { addTo } from '../../lists/addTo.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** So many commands of one script are resolved. */
const mostTold = 1000;
/** So many meanings of one command are kept. */
const mostCommands = 8;
/** How far variables that are set to variables are followed. */
const deepest = 3;
/** A longer value is no program with its first arguments. */
const longestValue = 300;
/** So many commands that end in `"$@"`, and so many calls, are looked at. */
const mostCalls = 50;
/** So many lists of arguments are followed from one function to another, and none that is longer. */
const mostHanded = 1000;
const longestHanded = 10_000;

/**
 * A command whose program is a variable, what the script is given, or what a command prints, perhaps behind programs that
 * run others; and what a variable is where it is not set.
 */
const named =
  /^((?:(?:[A-Za-z_]\w*=\S*|-\S+|\d+[smhd]?|timeout|nohup|nice|env|command|xargs|eval)\s+)*)"?\$(?:(\w+)|\{(\w+)(?:\[[@*]\]|:?[-=]([^{}]*))?\}|(\(\)|[@*]|\{[@*](?::\d+)?\}))"?(?=\s|$)/;
const orOther = /^\$\{\w+:?[-=]([^{}]*)\}$/;
const lookUp = /^(?:which|command -v|type -[pP]) (\S+)$/;
/** `"$@"` at the end, or `"${@:2}"`. */
const givesArguments = /"?\$(?:[@*]|\{[@*](?::\d+)?\})"?$/;

type ReadScript = Pick<Script, 'split' | 'calls' | 'functions' | 'places'>;
/** The functions in which a command stands; `undefined` for none. */
type Places = Iterable<string | undefined>;
const noFunction: Places = [undefined];

/** A call that hands on what its function is given. */
interface HandingCall {
  readonly name: string;
  readonly before: string;
  readonly sign: string;
}

/** What variables and arguments say that a script runs: `K=kubectl; $K get pods`, `k() { kubectl "$@"; }; k get pods`. */
export class ProgramVariables {
  readonly #script: ReadScript;
  readonly #positional: string;
  readonly #given: (name: string) => string | undefined;
  /** What the script sets variables to; as `@` its arguments, as `@name` a function's, as `()` the programs that it looks up. */
  readonly #values = new Map<string, Set<string>>();
  /** What the script and its functions are given. */
  readonly #argumentsIn = new Map<Places, readonly string[]>();
  #arguments: ReadonlyMap<string | undefined, ReadonlySet<string>> | undefined;
  #isRead = false;
  #told = 0;
  #calling = 0;

  /**
   * @param positional what a shell gives the script besides: its `$@`.
   * @param given the value of a variable that comes from outside of the script.
   */
  constructor(script: ReadScript, positional: readonly string[], given: (name: string) => string | undefined) {
    this.#script = script;
    this.#positional = positional.join(' ');
    this.#given = given;
  }

  /** The commands that one may be: with its program where that is a variable, with what `"$@"` says. */
  commandsOf(command: string): string[] {
    const places = this.#script.places.get(command) ?? noFunction;
    const found = named.test(command) ? this.#ofVariable(command, places) : [];
    return [...new Set([...found, ...[command, ...found].flatMap((one) => this.#called(one, places))])];
  }

  #ofVariable(command: string, places: Places): string[] {
    if (this.#told === mostTold) return [];
    this.#told += 1;
    let found = [command];
    for (let depth = 0; depth < deepest; depth += 1)
      found = found.flatMap((one) => this.#meant(one, places)).slice(0, mostCommands);
    return found.filter((one) => !named.test(one));
  }

  #meant(command: string, places: Places): string[] {
    const [whole, before = '', plain, braced, other, sign] = named.exec(command) ?? [];
    if (whole === undefined) return [command];
    const name = plain ?? braced ?? (sign === '()' ? sign : undefined);
    const values = new Set(name === undefined ? this.#argumentsAt(places) : this.#valuesOf(name));
    for (const value of [name && this.#given(name), other]) if (value !== undefined) values.add(value);
    return Array.from(values, (value) => `${before}${from(value, sign)}${command.slice(whole.length)}`.trimStart());
  }

  /** A command that ends in `"$@"`, with what that may be. */
  #called(command: string, places: Places): string[] {
    const [whole] = givesArguments.exec(command) ?? [];
    if (whole === undefined || this.#calling === mostCalls) return [];
    this.#calling += 1;
    return this.#argumentsAt(places).map((list) => `${command.slice(0, -whole.length)}${from(list, whole)}`);
  }

  #argumentsAt(places: Places): readonly string[] {
    return getOrMake(this.#argumentsIn, places, () =>
      [...places].flatMap((place) => [...this.#argumentsOf(place)]).slice(0, mostCalls),
    );
  }

  /** What a function is given by its calls, or the script itself. */
  #argumentsOf(name: string | undefined): Iterable<string> {
    this.#arguments ??= this.#allArguments();
    return this.#arguments.get(name) ?? [];
  }

  /** What a function is given, it may hand on to others, in circles too. */
  #allArguments(): ReadonlyMap<string | undefined, ReadonlySet<string>> {
    const { calls, functions } = this.#script;
    const given: (readonly [string | undefined, string])[] = [[undefined, this.#positional]];
    for (const place of [undefined, ...functions])
      for (const list of this.#valuesOf(`@${place ?? ''}`)) given.push([place, list]);
    const handing = new Map<string | undefined, HandingCall[]>();
    for (const { name, words, within } of calls) {
      const [sign] = givesArguments.exec(words) ?? [];
      if (sign === undefined) given.push([name, words]);
      else addTo(handing, within, { name, before: words.slice(0, -sign.length), sign });
    }
    const found = new Map<string | undefined, Set<string>>();
    let handed = 0;
    // It grows on the way.
    for (const [place, list] of given) {
      const lists = getOrMake(found, place, () => new Set<string>());
      if (list === '' || lists.size === mostCalls || lists.has(list)) continue;
      lists.add(list);
      if (list.length > longestHanded) continue;
      for (const { name, before, sign } of handing.get(place) ?? []) {
        if (handed === mostHanded) break;
        handed += 1;
        given.push([name, `${before}${from(list, sign)}`]);
      }
    }
    return found;
  }

  #valuesOf(name: string): Iterable<string> {
    if (!this.#isRead) for (const [line, command] of this.#script.split) this.#read(line, command);
    this.#isRead = true;
    return this.#values.get(name) ?? [];
  }

  #read(line: string, { assigned, words }: ShellCommand): void {
    for (const { name, value, list } of assigned) this.#add(name, list === undefined ? value : list.join(' '));
    const [, program] = lookUp.exec(words.join(' ')) ?? [];
    if (program !== undefined) this.#add('()', program);
    // `set -- kubectl get pods; "$@"`
    if (words[0] === 'set' && words[1] === '--')
      for (const place of this.#script.places.get(line) ?? noFunction)
        this.#add(`@${place ?? ''}`, words.slice(2).join(' '));
    // `for K in kubectl helm; do $K get pods; done`
    const [keyword, name = '', of, ...items] = words;
    if (keyword === 'for' && of === 'in') for (const item of items) if (!item.includes('$')) this.#add(name, item);
  }

  #add(name: string, value: string): void {
    if (value.length > longestValue) return;
    const values = getOrMake(this.#values, name, () => new Set<string>());
    if (value === substitution) for (const program of this.#values.get('()') ?? []) values.add(program);
    else if (values.size < mostCommands) values.add(orOther.exec(value)?.[1] ?? value);
  }
}

/** Of a list of arguments, what `"${@:2}"` leaves of it. */
function from(list: string, sign = ''): string {
  const [, start = '1'] = /:(\d+)/.exec(sign) ?? [];
  return start === '1'
    ? list
    : list
        .split(/\s+/)
        .slice(Number(start) - 1)
        .join(' ');
}
