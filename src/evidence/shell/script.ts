import { nestedScript } from './nestedScript.ts';
import { LastMade } from '../../memo/lastMade.ts';
import { type ShellCommand, readCommand } from './shellCommand.ts';
import type { ScannedCommand } from './scriptWriter.ts';
import { functionHead, withoutKeyword } from './shellKeywords.ts';
import { scanShell } from './shellScanner.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** What a shell script does, as far as its text shows. */
export interface Script {
  /** Its commands, and those of scripts within it (`sh -c "…"`); comments and what is only printed are left out. */
  readonly commands: readonly string[];
  /** The commands and those that only print, in the order of the script. */
  readonly lines: readonly string[];
  /** Each line as a shell splits it. */
  readonly split: ReadonlyMap<string, ShellCommand>;
  /** Names of its functions, whose commands are among its own. */
  readonly functions: ReadonlySet<string>;
  /** The calls of its functions, which are not among its commands. */
  readonly calls: readonly Call[];
  /** In which functions a command stands, `undefined` for none, where it has functions; the same one may stand in several. */
  readonly places: ReadonlyMap<string, ReadonlySet<string | undefined>>;
  /** Texts that it writes to files. */
  readonly files: readonly string[];
  /** Whether it runs, or talks to, something that its commands do not show. */
  readonly hides: boolean;
  /** Whether it runs the output of a command. */
  readonly runsOutput: boolean;
  /** Whether it prints; such commands are not among `commands`. */
  readonly prints: boolean;
  /** Whether it may go on for ever. */
  readonly loops: boolean;
}

export interface Call {
  readonly name: string;
  readonly words: string;
  /** The function that calls. */
  readonly within: string | undefined;
}

/** Of scripts within scripts, how many are read. */
const deepest = 4;

/** Scripts are read several times for a container, and many containers have the same ones. */
const known = new LastMade<string, Script>(32);

export function readScript(script: string): Script {
  return getOrMake(known, script, () => read(script, 0));
}

function read(script: string, depth: number): Script {
  const { code, commands, files, isUnclear } = scanShell(script);
  const functions = functionsIn(commands);
  const own: string[] = [];
  const calls: Call[] = [];
  const places = new Map<string, Set<string | undefined>>();
  for (const { text, within } of commands) {
    const line = bodyOf(text.trim());
    const name = functions.size > 0 ? (line.split(/\s/, 1)[0] ?? '') : '';
    if (functions.has(name)) calls.push({ name, words: line.slice(name.length).trimStart(), within });
    else {
      own.push(line);
      if (functions.size > 0) getOrMake(places, line, () => new Set<string | undefined>()).add(within);
    }
  }
  const inner = own.map((line) => {
    const text = nestedScript(line);
    return text === undefined ? undefined : depth === deepest ? 'unread' : read(text, depth + 1);
  });
  const scripts = inner.filter((one) => typeof one === 'object');
  const isOwnPrinting = own.map(isPrinting);
  const shown = (of: 'lines' | 'commands'): string[] =>
    own.flatMap((line, index) => {
      const one = inner[index];
      if (typeof one === 'object') return one[of];
      return of === 'commands' && (isOwnPrinting[index] === true || isNothing(line)) ? [] : line;
    });
  const some = (name: 'hides' | 'runsOutput' | 'prints' | 'loops'): boolean => scripts.some((one) => one[name]);
  const output = own.some(isOutput);
  const printing = own.filter((_, index) => isOwnPrinting[index]);
  const lines = shown('lines');
  let split: ReadonlyMap<string, ShellCommand> | undefined;
  return {
    lines,
    get split() {
      return (split ??= new Map(lines.map((line) => [line, readCommand(line)])));
    },
    functions,
    calls,
    places,
    commands: shown('commands'),
    files: [...files, ...printing.flatMap(printedToFile), ...scripts.flatMap((one) => one.files)],
    hides: isUnclear || output || inner.includes('unread') || some('hides') || hiding.some((one) => one.test(code)),
    runsOutput: output || some('runsOutput'),
    prints: printing.length > 0 || some('prints'),
    loops:
      some('loops') || commands.some(({ text }) => /^\s*(?:(?:do|then|else|\{|\()\s+)*(?:while|until)\s/.test(text)),
  };
}

/** All that have a command. */
function functionsIn(commands: readonly ScannedCommand[]): Set<string> {
  const names = new Set<string>();
  for (const { within } of commands) if (within !== undefined) names.add(within);
  return names;
}

/** A command without the words of the shell before it, and without the head of a function that begins there. */
function bodyOf(command: string): string {
  return withoutKeyword(functionHead(command)?.rest ?? command);
}

function isNothing(line: string): boolean {
  return line === '' || /^:(?:\s|$)/.test(line);
}

function isPrinting(line: string): boolean {
  if (/^(?:echo|printf)(?:\s|$)/.test(line)) return true;
  // Behind variables and redirections.
  return (
    /^[\d&<>{(]|^\w+\+?=/.test(line) &&
    /\b(?:echo|printf)\b/.test(line) &&
    /^(?:echo|printf)$/.test(readCommand(line).words[0] ?? '')
  );
}

/** What is printed into a file is what that file says. */
function printedToFile(line: string): string[] {
  if (!line.includes('>')) return [];
  const { words, writes } = readCommand(line);
  return writes.some((path) => !path.startsWith('/dev/')) ? [words.slice(1).join(' ')] : [];
}

/** Whether what a command prints is run: `$(curl …)`. */
function isOutput(line: string): boolean {
  return /^(?:[A-Za-z_]\w*=\S*\s+)*"?\$\(\)/.test(line);
}

const hiding = [
  // It runs beside another: `<(curl …)`.
  /\s[<>]\((?!tee\b)/,
  // A redirection is a connection, or reaches into another process.
  /\/dev\/(?:tcp|udp)\/|[<>]\s*["']?\/proc\//,
];

/** The text of a configuration file without comments: whole lines, and what follows ` # `. */
export function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:#|\/\/|;)/.test(line))
    .map((line) => line.replace(/\s#\s.*$/, ''))
    .join('\n');
}

/** Whether a file of a ConfigMap is a script. */
export function isScriptFile(name: string, text: string): boolean {
  return /\.(?:sh|bash)$/.test(name) || /^#!.*sh\b/.test(text);
}
