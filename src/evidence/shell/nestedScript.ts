import { isShell, shellArguments } from './shellArguments.ts';
import { readCommand } from './shellCommand.ts';

/** Programs that run the rest of their words, and the words that they take themselves. */
const runners = /^(?:\S*\/)?(?:timeout|nohup|nice|ionice|env|setsid|stdbuf|exec|command|busybox)$/;

/** A quick test that rules out most commands. */
const mayHold = /\b(?:(?:ba|da|a|z)?sh|eval|trap|su|runuser)\s/;

/** The script that a command of a script runs: `timeout 5 sh -c '…'`, `eval '…'`, `trap '…' EXIT`, `su -c '…' user`. */
export function nestedScript(command: string): string | undefined {
  if (!mayHold.test(command)) return undefined;
  const { assigned, words } = readCommand(command);
  // What is set for it alone may change what it runs.
  if (assigned.length > 0) return undefined;
  const at = words.findIndex((word) => !runners.test(word) && !/^-|^[\d.]+[smhd]?$|^\w+=/.test(word));
  const [program = '', ...rest] = words.slice(Math.max(at, 0));
  if (isShell(program)) return ofShell(rest);
  if (program === 'eval') return known(rest.join(' '));
  if (program === 'trap') return ofTrap(rest.filter((word) => word !== '--'));
  return /^(?:su|runuser)$/.test(program) ? ofUser(rest) : undefined;
}

/** Behind `-c`, where nothing else is given to it that it may run. */
function ofShell(words: readonly string[]): string | undefined {
  const given = shellArguments(words);
  return given.kind === 'script' && given.positional.length === 0 ? given.script : undefined;
}

/** The signals come behind the script; `-` is none, and `-p` prints. */
function ofTrap([script = '', ...signals]: readonly string[]): string | undefined {
  return signals.length === 0 || script.startsWith('-') ? '' : script;
}

function ofUser(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '-c' || word === '--command');
  return at === -1 ? undefined : words[at + 1];
}

/** Nothing where what a variable or command says is run. */
function known(script: string): string | undefined {
  return /[$`]/.test(script) ? undefined : script;
}
