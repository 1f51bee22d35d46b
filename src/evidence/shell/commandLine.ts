import type { Field } from '../../documents/field.ts';
import { type Variables, expand } from '../../facts/pods/environment.ts';
import { type Script, readScript } from './script.ts';
import { ProgramVariables } from './programVariables.ts';
import { programInArguments } from './givenArguments.ts';
import { isShell, shellArguments } from './shellArguments.ts';
import { concat } from '../../lists/concat.ts';
import { mapped } from '../../lists/mapped.ts';

/** One command: words of a container's own, or a line of a script. */
export interface Command {
  /** The command as a script has it; `undefined` where the input has only flags for the image's program. */
  readonly line: string | undefined;
  readonly words: readonly Word[];
  /** What it is, in words for messages. */
  readonly what: string;
  readonly field: Field;
}

export interface Word {
  /** With its `$(…)` expanded. */
  readonly text: string;
  readonly what: string;
  readonly field: Field;
}

/** A text that a script writes to a file. */
interface WrittenFile {
  readonly text: string;
  readonly what: string;
  readonly field: Field;
}

export interface CommandLine {
  /** All words, with their `$(…)` expanded. */
  readonly argv: readonly string[];
  readonly commands: readonly Command[];
  readonly files: readonly WrittenFile[];
  /** The scripts among the words, as they are written. */
  readonly scripts: readonly Word[];
  /**
   * Whether nothing else runs than these commands: the program is no shell, or one with a script that hides nothing.
   */
  readonly whole: boolean;
  /** Whether a script prints, which is not among the commands. */
  readonly prints: boolean;
  /** Whether a script may go on for ever. */
  readonly loops: boolean;
}

/** Reads a list of words as a program is given them, with the scripts among them. */
export function readCommandLine(items: readonly Field[], environment: Variables): CommandLine {
  const shell = items.some((item) => isShell(item.string));
  const words: Word[] = [];
  const given: Word[] = [];
  const scripts: Word[] = [];
  const argv: string[] = [];
  const script = scriptAt(items);
  for (const [index, field] of items.entries()) {
    if (field.string === undefined) continue;
    const expanded = expand(field.string, environment);
    const isScript = expanded.includes('\n') || (index === script && /\s/.test(expanded));
    const text = isScript ? expand(field.string, named(environment)) : expanded;
    argv.push(text);
    // Said as it is written: a value from a Secret is not shown.
    if (isScript) scripts.push({ text, what: 'a script of the command line', field });
    else {
      const word = { text, what: `argument "${shortened(field.string)}"`, field };
      words.push(word);
      if (script !== -1 && index > script) given.push(word);
    }
  }
  const positional = given.slice(1).map(({ text }) => text);
  const read = mapped(scripts, (one) =>
    scriptCommands(one, environment, one.field === items[script] ? positional : undefined),
  );
  const own = shell ? argumentsAlone(words) : program(words);
  const ofScript = given.length === 0 ? [] : commandsGiven(items[script]?.string ?? '', given);
  return {
    argv,
    commands: [...own, ...ofScript, ...concat(read, ({ commands }) => commands)],
    files: concat(read, ({ files }) => files),
    scripts: mapped(scripts, ({ field, what }) => ({ text: field.string ?? '', what, field })),
    whole: shell
      ? isShell(items[0]?.string) && scripts.length > 0 && script !== -1 && read.every(({ hides }) => !hides)
      : scripts.length === 0,
    prints: read.some(({ prints }) => prints),
    loops: read.some(({ loops }) => loops),
  };
}

/** A variable whose value is not known stands for itself: `$(NAME)` that the kubelet fills in is no command of the shell. */
function named(environment: Variables): Variables {
  return {
    get: (name) => {
      const variable = environment.get(name);
      return variable && { ...variable, value: variable.value ?? `\${${name}}` };
    },
  };
}

/** Where the first shell that is given a script has it. */
function scriptAt(items: readonly Field[]): number {
  const words = items.map(({ string = '' }) => string);
  for (const [index, word] of words.entries()) {
    if (!isShell(word) || isShell(words[index + 1])) continue;
    const given = shellArguments(words.slice(index + 1));
    if (given.kind === 'script') return words.length - given.positional.length - 1;
  }
  return -1;
}

/** What a script runs that is given to it besides: `sh -c 'exec "$@"' NAME PROGRAM…`, `sh -c '"$0" "$@"' PROGRAM…`. */
function commandsGiven(script: string, words: readonly Word[]): Command[] {
  const { commands, split } = readScript(script);
  for (const line of commands) {
    const start = programInArguments(split.get(line)?.words ?? []);
    if (start !== undefined) return program(words.slice(start));
  }
  return [];
}

type ScriptCommands = Pick<CommandLine, 'commands' | 'files'> & Pick<Script, 'hides' | 'prints' | 'loops'>;

/** The commands and files of one script; of a command whose program is a variable, also what that says. */
export function scriptCommands(
  { text, what, field }: Word,
  environment?: Variables,
  positional: readonly string[] = [],
): ScriptCommands {
  const script = readScript(text);
  const variables = new ProgramVariables(script, positional, (name) => environment?.get(name)?.value);
  const lines = script.commands.flatMap((line) => (line.includes('$') ? [line, ...variables.commandsOf(line)] : line));
  return {
    hides: script.hides,
    prints: script.prints,
    loops: script.loops,
    commands: lines.map((line) => {
      const words = line.split(/\s+/).slice(1);
      return { line, words: words.map((word) => ({ text: unquoted(word), what, field })), what, field };
    }),
    files: script.files.map((file) => ({ text: file, what, field })),
  };
}

function argumentsAlone(words: readonly Word[]): Command[] {
  const [first] = words;
  return first === undefined ? [] : [{ line: undefined, words, what: first.what, field: first.field }];
}

/** `command: [kubectl, get, pods]` is a command as a script has it; flags alone are not. */
function program(words: readonly Word[]): Command[] {
  const [first] = words;
  if (first === undefined || !/^[^-\s]\S*$/.test(first.text)) return argumentsAlone(words);
  const plain = words.filter(({ text }) => /^\S+$/.test(text));
  const line = plain.map(({ text }) => text).join(' ');
  const written = plain.map(({ field }) => field.string).join(' ');
  const command = { line, words, what: `command "${shortened(written)}"`, field: first.field };
  if (!runners.has(first.text.slice(first.text.lastIndexOf('/') + 1))) return [command];
  const scripts = words.filter(({ text }) => /\s/.test(text));
  return [command, ...concat(scripts, (script) => scriptCommands(script).commands)];
}

/** Programs that run a command which is given to them as one word. */
const runners = new Set([
  'watch',
  'su',
  'runuser',
  'env',
  'flock',
  'script',
  'parallel',
  'ssh',
  'chroot',
  'nsenter',
  'xargs',
]);

/** The words, and a flag with its value in the next word as one: `--kubeconfig=/etc/config`. */
export function argumentsOf(words: readonly Word[]): Word[] {
  const found: Word[] = [];
  for (const [index, word] of words.entries()) {
    const flag = words[index - 1];
    const pairs = flag !== undefined && !word.text.startsWith('-') && /^--?[A-Za-z][\w.-]+$/.test(flag.text);
    const text = pairs ? `${flag.text}=${word.text}` : word.text;
    // Whose URL it is, an issuer's or a server's, the flag says alone.
    if (pairs && word.text.includes('://')) found.push({ ...word, text });
    else {
      found.push(word);
      // After the word, which may say it alone.
      if (pairs) found.push({ text, what: flag.what, field: flag.field });
    }
  }
  return found;
}

function unquoted(word: string): string {
  return word.replaceAll(/^["']|["']$/g, '');
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
