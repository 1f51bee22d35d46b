import type { WorkloadContainer } from '../facts/workload.ts';
import type { Knowledge } from './knowledge.ts';
import type { MountedFile } from './mountedFiles.ts';
import { ProgramFiles, folderEntered } from './programFiles.ts';
import {
  type ImageNames,
  baseName,
  isEntrypoint,
  isEntrypointMount,
  isInterpreted,
  isInterpreter,
  isLibrary,
  isLibraryFunction,
  isOwnName,
  isTool,
  isWrapper,
  takesNextWord,
} from './programNames.ts';
import { isScriptFile, isShell, readScript } from './shell/script.ts';
import { arrayIn, arrayRun, bareCommand, functionIn, givenRun, isNoCommand, wordsIn } from './shell/scriptLine.ts';

/** What a container's command line runs: of a script, all that its commands do. */
export interface Runs {
  /** The image's own program. */
  own: boolean;
  /** A program that is not the image's, nor a usual tool. */
  other: boolean;
  /** A script or program that the input does not show, such as a file of a volume. */
  unseen: boolean;
  /** One of those that is surely not the image's: a volume holds it, or the script itself brings it. */
  brought: boolean;
}

export interface Surroundings {
  readonly container: WorkloadContainer;
  readonly names: ImageNames;
  readonly files: () => Iterable<MountedFile>;
  readonly knowledge: Knowledge;
}

/**
 * What a container runs. Without a command it is the image's own program, unless its arguments, which many an entrypoint
 * runs as a command, name another.
 * @param argv the words of `command` and `args`, with their `$(…)` expanded.
 */
export function runsOf(argv: readonly string[], surroundings: Surroundings): Runs {
  const found: Runs = { own: false, other: false, unseen: false, brought: false };
  const reader = new Reader(surroundings, found);
  if (surroundings.container.field.get('command').items().length > 0) reader.command(argv);
  else {
    reader.entrypoint();
    reader.argumentsOfEntrypoint(argv);
  }
  // A container that only waits is there for those who enter it, with what they bring.
  if (reader.isEntered && !found.own) found.unseen = true;
  return found;
}

/** Whether what the kubelet runs beside a container's program, a probe or a hook, is a program of its own that nobody shows. */
export function isBrought(argv: readonly string[], surroundings: Surroundings): boolean {
  const found: Runs = { own: false, other: false, unseen: false, brought: false };
  new Reader(surroundings, found).command(argv);
  return found.brought;
}

/** Of scripts that start scripts, how many are followed. */
const deepest = 4;

/** Of programs that run others, how many are followed: no command line has more. */
const mostWrappers = 500;

class Reader {
  #waits: 'no' | 'briefly' | 'for-ever' = 'no';
  #works = false;
  readonly #surroundings: Surroundings;
  readonly #found: Runs;
  /** Functions of the script, whose commands are read where they are defined. */
  #functions = new Set<string>();
  /** What a shell is given besides its script: `$0`, and `$@`. */
  #positional: readonly string[] | undefined;
  /** Arrays whose words the script names. */
  readonly #arrays = new Map<string, readonly string[]>();
  #hasLibrary = false;
  readonly #files: ProgramFiles;
  /** The texts of scripts that were read: of many that start each other, each is read once. */
  readonly #followed = new Set<string>();
  #depth = 0;
  #wrappers = 0;

  constructor(surroundings: Surroundings, found: Runs) {
    this.#surroundings = surroundings;
    this.#found = found;
    this.#files = new ProgramFiles(surroundings.container, surroundings.files);
  }

  /** Whether it only waits, or at last waits for ever. */
  get isEntered(): boolean {
    return this.#waits === 'for-ever' || (this.#waits === 'briefly' && !this.#works);
  }

  command([program = '', ...rest]: readonly string[]): void {
    const name = baseName(program);
    if (name === 'command' && /^-\w*[vV]/.test(rest[0] ?? '')) return;
    if (isWrapper(program)) this.#wrapped(name, rest);
    else if (name === 'gosu' || name === 'su-exec') this.#wrapped(name, rest.slice(1));
    else if (name === 'eval') this.#evaluated(rest);
    else if (isShell(program) || name === 'bats') this.#shell(rest);
    else if (name === 'su' || name === 'runuser') this.#asUser(rest);
    else if (this.#files.isElsewhere(program)) this.#file(program);
    else if (this.#isCodeElsewhere(program, rest)) this.#file(rest.find((word) => !word.startsWith('-')) ?? '');
    else if (isEntrypoint(program)) this.argumentsOfEntrypoint(rest);
    else if (isOwnName(program, this.#surroundings.names)) this.#own(program);
    else {
      const code = isInterpreter(program) ? this.#ownCode(rest) : undefined;
      if (code !== undefined) this.#own(code);
      else if (isTool(program, rest)) this.#works = true;
      else if (!this.#isIdle([program, ...rest].join(' '))) this.#stranger(name);
    }
  }

  argumentsOfEntrypoint(words: readonly string[]): void {
    const [first = ''] = words;
    const isCommand =
      isWrapper(first) ||
      isShell(first) ||
      isInterpreter(first) ||
      /^\.{1,2}\//.test(first) ||
      (first.startsWith('/') && !/\.(?!sh$)\w+$/.test(first));
    const isOther = this.#surroundings.names.runsArguments && /^[a-z]/i.test(first);
    if (isCommand || isOther) this.command(words);
    else this.#found.own = true;
  }

  /** A file that is mounted in place of the image's entrypoint. */
  entrypoint(): void {
    for (const mount of this.#surroundings.container.mounts) if (isEntrypointMount(mount)) this.#file(mount.mountPath);
  }

  /** `su USER -c COMMAND`. */
  #asUser(words: readonly string[]): void {
    const at = words.indexOf('-c');
    if (at === -1 || at === words.length - 1) this.#found.unseen = true;
    else this.#script(words.slice(at + 1).join(' '));
  }

  #wrapped(name: string, words: readonly string[]): void {
    const start = words.findIndex(
      (word, index) => !/^-|=|^\d+\w?$/.test(word) && !takesNextWord(name, words[index - 1] ?? ''),
    );
    if (start === -1 || this.#wrappers === mostWrappers) this.#found.unseen = true;
    else {
      this.#wrappers += 1;
      this.command(words.slice(start));
    }
  }

  /** `-c SCRIPT`, or the file of a script. */
  #shell(words: readonly string[]): void {
    const at = words.findIndex((word) => !/^[-+]/.test(word) && !['errexit', 'nounset', 'pipefail'].includes(word));
    const script = words[at] ?? '';
    const isCode = words.slice(0, Math.max(at, 0)).some((word) => /^-\w*c\w*$/.test(word));
    // What it is given to read.
    if (script === '' || script.startsWith('<')) this.#bring();
    else if (isCode) this.#withArguments(script, words.slice(at + 1));
    // Not one on the PATH.
    else this.#file(script.includes('/') ? script : `./${script}`);
  }

  /** What `eval` is given is a command, where it is written there. */
  #evaluated(words: readonly string[]): void {
    if (words.some((word) => /[$`]/.test(word))) this.#bring();
    else this.command(words);
  }

  /** `sh -c SCRIPT NAME ARGUMENT…`: a script may run these. */
  #withArguments(script: string, positional: readonly string[]): void {
    if (this.#depth === deepest) {
      this.#found.unseen = true;
      return;
    }
    const around = this.#positional;
    // `shift` and functions give `$@` another meaning.
    const isMeant = positional.length > 0 && !/\bshift\b|\bset\s+--|\(\)|\bfunction\b/.test(script);
    this.#positional = isMeant ? positional : undefined;
    this.#depth += 1;
    this.#script(script);
    this.#depth -= 1;
    this.#positional = around;
  }

  #script(text: string): void {
    const { commands, hides, runsOutput, prints, loops } = readScript(text);
    if (hides) this.#found.unseen = true;
    if (runsOutput) this.#bring();
    this.#works ||= prints;
    if (loops) this.#wait('briefly');
    this.#files.read(commands);
    for (const line of commands) {
      const [name, array] = [functionIn(line), arrayIn(line)];
      if (name !== undefined) this.#functions.add(name);
      if (array !== undefined) this.#arrays.set(array.name, array.words);
    }
    this.#hasLibrary ||= commands.some((line) => isLibrary(line));
    for (const line of commands) this.#line(line);
  }

  #line(text: string): void {
    const line = bareCommand(text);
    const folder = folderEntered(line);
    if (folder !== undefined) this.#files.enter(folder);
    if (line === '' || this.#isIdle(line) || isNoCommand(line)) return;
    const given = this.#positional && givenRun(line);
    const array = arrayRun(line);
    if (given !== undefined) this.command((this.#positional ?? []).slice(given === 'all' ? 0 : 1));
    else if (array !== undefined) this.#array(array);
    else this.#words(wordsIn(line));
  }

  #words(words: readonly string[]): void {
    const [program = '', file] = words;
    if (program === '.' || program === 'source') this.#file(file ?? '');
    else if (!this.#functions.has(program) && !(this.#hasLibrary && isLibraryFunction(program))) this.command(words);
  }

  /** The words of an array as a command. */
  #array(name: string): void {
    const words = this.#arrays.get(name);
    if (words === undefined) this.#found.unseen = true;
    else this.command(words);
  }

  /** A script that is run: one of the input, or one that the image brings. */
  #file(path: string): void {
    const isElsewhere = this.#files.isElsewhere(path);
    const held = isElsewhere ? this.#files.held(path) : undefined;
    if (held !== undefined && this.#depth < deepest && isScript(held)) {
      if (this.#followed.has(held.entry.text)) return;
      this.#followed.add(held.entry.text);
      this.#depth += 1;
      this.#script(held.entry.text);
      this.#depth -= 1;
    } else if (isElsewhere) {
      this.#bring();
    } else if (isLibrary(path) || isEntrypoint(path) || isOwnName(path, this.#surroundings.names))
      this.#found.own = true;
    else this.#found.unseen = true;
  }

  /** Something runs that nobody shows, and that is surely not the image's. */
  #bring(): void {
    this.#found.unseen = true;
    this.#found.brought = true;
  }

  #isCodeElsewhere(program: string, words: readonly string[]): boolean {
    const file = words.find((word) => !word.startsWith('-'));
    return isInterpreter(program) && file?.includes('/') === true && this.#files.isElsewhere(file);
  }

  #isIdle(line: string): boolean {
    const known = this.#surroundings.knowledge.idleCommand(line);
    if (known === undefined) return false;
    if (known.waits === undefined) this.#works = true;
    else this.#wait(known.waits);
    return true;
  }

  #wait(long: string): void {
    if (long === 'for-ever' || (long === 'briefly' && this.#waits === 'no')) this.#waits = long;
  }

  /** The image's program; not where a file of that name may be a volume's, in a folder that is not written. */
  #own(program: string): void {
    const isElsewhere = /^\.{1,2}\//.test(program) || (isInterpreted(program) && !program.startsWith('/'));
    if (isElsewhere && this.#surroundings.container.mounts.length > 0) this.#found.unseen = true;
    else this.#found.own = true;
  }

  /** What an interpreter is given that is named as the image; what follows a file of code are the code's arguments. */
  #ownCode(words: readonly string[]): string | undefined {
    const file = words.findIndex((word) => isInterpreted(word));
    return words
      .slice(0, file === -1 ? words.length : file + 1)
      .find((word) => /^[./\w]\S*$/.test(word) && isOwnName(word, this.#surroundings.names));
  }

  #stranger(name: string): void {
    this.#works = true;
    if (/\.\w+$|\$/.test(name)) this.#found.unseen = true;
    else this.#found.other = true;
  }
}

function isScript({ entry }: MountedFile): boolean {
  return isScriptFile(entry.key, entry.text) || !/^#!/.test(entry.text);
}
