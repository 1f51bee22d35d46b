import { scanShell } from './shellScanner.ts';
import { withoutKeyword } from './shellStatements.ts';

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']);

/** Whether a program is a shell, which is given its script as an argument (`sh -c "…"`). */
export function isShell(program: string | undefined): boolean {
  return program !== undefined && shells.has(program.slice(program.lastIndexOf('/') + 1));
}

/** What a shell script does, as far as its text shows. */
export interface Script {
  /** Its commands; comments and what is only printed are left out. */
  readonly commands: readonly string[];
  /** Texts of here-documents that it writes to files. */
  readonly files: readonly string[];
  /** Whether it runs or talks to what its commands do not show. */
  readonly hides: boolean;
  /** Whether what a command prints is run. */
  readonly runsOutput: boolean;
  /** Whether it prints, which is not among its commands. */
  readonly prints: boolean;
  /** Whether it may go on for ever. */
  readonly loops: boolean;
}

export function readScript(script: string): Script {
  const { code, commands, files, isUnclear } = scanShell(script);
  const parts = commands.map((part) => part.trim());
  const lines = parts.map(withoutKeyword);
  const output = lines.some(isOutput);
  return {
    commands: lines.filter((line) => line !== '' && !/^:(?:\s|$)/.test(line) && !isPrinting(line)),
    files,
    hides: isUnclear || output || hiding.some((pattern) => pattern.test(code)),
    runsOutput: output,
    prints: lines.some(isPrinting),
    loops: parts.some((part) => /^(?:(?:do|then|else|\{|\()\s+)*(?:while|until)\s/.test(part)),
  };
}

function isPrinting(line: string): boolean {
  return /^(?:[\d&]?[<>]{1,2}&?\s*\S+\s+)*(?:echo|printf)(?:\s|$)/.test(line);
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
