import type { MountedFile } from '../texts/mountedFiles.ts';
import { programKind } from './programKind.ts';
import { ProgramFiles } from './programFiles.ts';
import {
  baseName,
  isEntrypoint,
  isEntrypointMount,
  isInterpretation,
  isInterpreter,
  isLibrary,
  isNamed,
  isOwnName,
  isWrapper,
  takesNextWord,
} from '../knowledge/programNames.ts';
import { keepsArguments, programInArguments } from '../shell/givenArguments.ts';
import { isScriptFile, readScript } from '../shell/script.ts';
import { isShell, shellArguments } from '../shell/shellArguments.ts';
import { type ShellCommand, readCommand } from '../shell/shellCommand.ts';
import { ScriptDefinitions } from '../shell/scriptDefinitions.ts';
import type { Runs, Surroundings } from './surroundings.ts';
import { Waiting } from './waiting.ts';

/** Of scripts that start scripts, how many are followed. */
const deepest = 4;

/** Variables that name what a shell or program runs first. */
const startFiles = new Set(['BASH_ENV', 'ENV', 'LD_PRELOAD', 'PROMPT_COMMAND']);

/** Of programs that run others, how many are followed: no command line has more. */
const mostNested = 500;

/** Follows a command line through wrappers, shells and scripts to the programs that it runs in the end. */
export class CommandReader {
  readonly waiting: Waiting;
  readonly #surroundings: Surroundings;
  readonly #found: Runs;
  /** What a shell is given besides its script: `$0`, and `$@`. */
  #positional: readonly string[] | undefined;
  /** A function's commands are read where it is defined, not where it is called. */
  #defined = new ScriptDefinitions();
  readonly #files: ProgramFiles;
  /** Texts of the scripts that were read: scripts that start each other are read once each. */
  readonly #followed = new Set<string>();
  #depth = 0;
  #nested = 0;

  constructor(surroundings: Surroundings, found: Runs) {
    this.#surroundings = surroundings;
    this.#found = found;
    this.waiting = new Waiting(surroundings.knowledge);
    this.#files = new ProgramFiles(surroundings.container, surroundings.files, surroundings.environment);
  }

  /** Reads the variables of the container that make a shell or program run something first. */
  environment(): void {
    for (const name of startFiles) {
      const value = this.#surroundings.environment.get(name)?.value;
      if (value !== undefined && this.#files.originOf(value) !== 'image') this.#bring();
    }
  }

  command(words: readonly string[]): void {
    if (this.#nested === mostNested) this.#found.unseen = true;
    else {
      this.#nested += 1;
      this.#run(words);
      this.#nested -= 1;
    }
  }

  #run([program = '', ...rest]: readonly string[]): void {
    const { names } = this.#surroundings;
    const name = baseName(program);
    if (name === 'command' && /^-\w*[vV]/.test(rest[0] ?? '')) return;
    if (isWrapper(program)) this.#wrapped(name, rest);
    else if (name === 'gosu' || name === 'su-exec') this.#wrapped(name, rest.slice(1));
    else if (isShell(program) || name === 'bats') this.#shell(rest);
    else if (name === 'su' || name === 'runuser') this.#asUser(rest);
    else if (name === 'eval') this.#bring();
    else if (program === '.' || program === 'source') this.#sourced(rest[0] ?? '');
    else {
      const code = isInterpreter(program)
        ? rest.find((word) => !word.startsWith('-') && word.includes('/'))
        : undefined;
      const isCodeElsewhere = code !== undefined && this.#files.originOf(code) !== 'image';
      const origin = this.#files.originOf(program, isNamed(program, names));
      if (origin === 'brought') this.#file(program);
      else if (isCodeElsewhere) this.#code(code);
      else if (origin === 'unknown') this.#found.unseen = true;
      else if (isEntrypoint(program)) this.argumentsOfEntrypoint(rest);
      else this.#program(program, rest);
    }
  }

  /** Code that is not the image's: where the input shows it, it is no shell's. */
  #code(file: string): void {
    if (this.#files.held(file) === undefined) this.#file(file);
    else this.#found.other = true;
  }

  #sourced(file: string): void {
    if (file === '' || file.startsWith('<')) this.#bring();
    else this.#file(file, 'same');
  }

  /** A program of the image. */
  #program(program: string, rest: readonly string[]): void {
    const { names, container } = this.#surroundings;
    const kind = programKind(program, rest, names, container.mounts.length > 0);
    if (kind === 'own') this.#found.own = true;
    else if (kind === 'unseen') this.#found.unseen = true;
    else if (kind === 'tool') this.waiting.work();
    else if (!this.waiting.takes([program, ...rest].join(' '))) this.#stranger(baseName(program));
  }

  argumentsOfEntrypoint(words: readonly string[]): void {
    const [first = ''] = words;
    const isCommand =
      isWrapper(first) ||
      isShell(first) ||
      isInterpretation(words) ||
      /^\.{1,2}\//.test(first) ||
      (first.startsWith('/') && !/\.(?!(?:ba)?sh$)\w+$/.test(first));
    const isOther = this.#surroundings.names.runsArguments && /^[a-z]/i.test(first);
    if (isCommand || isOther) this.command(words);
    else this.#found.own = true;
  }

  /** Files that are mounted in place of the image's entrypoint or program, and scripts that such an entrypoint runs. */
  entrypoint(): void {
    const { container, names, files, isEmpty } = this.#surroundings;
    for (const mount of container.mounts) {
      if (!isEntrypointMount(mount, names) || isEmpty(mount)) continue;
      const held = [...files()].filter((file) => file.mount === mount);
      if (held.length === 0) this.#bring();
      for (const { path, entry } of held) if (isScriptFile(path, entry.text)) this.#file(path);
    }
  }

  /** `su USER -c COMMAND`. */
  #asUser(words: readonly string[]): void {
    const at = words.indexOf('-c');
    if (at === -1 || at === words.length - 1) this.#found.unseen = true;
    else this.#withArguments(words[at + 1] ?? '', []);
  }

  #wrapped(name: string, words: readonly string[]): void {
    const start = words.findIndex(
      (word, index) => !/^-|=|^\d+\w?$/.test(word) && !takesNextWord(name, words[index - 1] ?? ''),
    );
    // A folder in which it runs.
    if (start === -1 || (name === 'env' && words.slice(0, start).some((word) => /^-C|^--chdir/.test(word))))
      this.#found.unseen = true;
    else this.command(words.slice(start));
  }

  #shell(words: readonly string[]): void {
    const given = shellArguments(words);
    if (given.kind === 'input') this.#bring();
    else if (given.kind === 'script') this.#withArguments(given.script, given.positional);
    // Not one on the PATH.
    else this.#file(given.file.includes('/') ? given.file : `./${given.file}`);
  }

  /** `sh -c SCRIPT NAME ARGUMENT…`: a script may run these. */
  #withArguments(script: string, positional: readonly string[]): void {
    if (this.#depth === deepest) this.#found.unseen = true;
    else this.#follow(script, 'own', positional.length > 0 && keepsArguments(script) ? positional : undefined);
  }

  #script(text: string): void {
    const script = readScript(text);
    const { commands, split, hides, runsOutput, prints, loops } = script;
    if (hides) this.#found.unseen = true;
    if (runsOutput) this.#bring();
    if (prints) this.waiting.work();
    if (loops) this.waiting.wait('briefly');
    this.#files.read(split.values());
    this.#defined.read(script);
    for (const line of commands) this.#line(line, split.get(line) ?? readCommand(line));
  }

  #line(line: string, command: ShellCommand): void {
    for (const { name, value } of command.assigned)
      if (startFiles.has(name) && this.#files.originOf(value) !== 'image') this.#bring();
    const { words } = command;
    const [program = ''] = words;
    if (program === '' || (this.#files.originOf(program) !== 'brought' && this.waiting.takes(line))) return;
    const start = this.#positional === undefined ? undefined : programInArguments(words);
    const array = /^\$\{(\w+)\[[@*]\]\}$/.exec(program)?.[1];
    if (start !== undefined) this.command((this.#positional ?? []).slice(start));
    else if (array !== undefined) this.#array(array);
    else if (!this.#defined.isFunction(program)) this.command(words);
  }

  /** The words of an array as a command. */
  #array(name: string): void {
    const words = this.#defined.array(name);
    if (words === undefined) this.#found.unseen = true;
    else this.command(words);
  }

  /**
   * A script that is run: one of the input, or one that the image brings.
   * @param process one of its own, or the same, which keeps what the script defines.
   */
  #file(path: string, process: 'own' | 'same' = 'own'): void {
    const { names } = this.#surroundings;
    const origin = this.#files.originOf(path);
    const held = origin === 'brought' ? this.#files.held(path) : undefined;
    if (held !== undefined && this.#depth < deepest && isScript(held)) {
      if (this.#followed.has(held.entry.text)) return;
      this.#followed.add(held.entry.text);
      this.#follow(held.entry.text, process);
    } else if (origin === 'brought') this.#bring();
    else if (origin === 'image' && (isLibrary(path) || isEntrypoint(path) || isOwnName(path, names)))
      this.#found.own = true;
    else this.#found.unseen = true;
  }

  /** @param process what a process of its own defines ends with it. */
  #follow(text: string, process: 'own' | 'same', positional?: readonly string[]): void {
    const [around, defined] = [this.#positional, this.#defined];
    this.#positional = positional;
    if (process === 'own') this.#defined = defined.copy();
    this.#depth += 1;
    this.#script(text);
    this.#depth -= 1;
    [this.#positional, this.#defined] = [around, defined];
  }

  /** Notes that something runs that the input does not show, and that is surely not the image's. */
  #bring(): void {
    this.#found.unseen = true;
    this.#found.brought = true;
  }

  #stranger(name: string): void {
    this.waiting.work();
    if (/\.\w+$|\$/.test(name)) this.#found.unseen = true;
    else this.#found.other = true;
  }
}

function isScript({ entry }: MountedFile): boolean {
  return isScriptFile(entry.key, entry.text) || !/^#!/.test(entry.text);
}
