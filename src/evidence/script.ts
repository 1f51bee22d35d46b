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
  /** Whether it prints, which is not among its commands. */
  readonly prints: boolean;
  /** Whether it may go on for ever. */
  readonly loops: boolean;
}

export function readScript(script: string): Script {
  const { code, files } = splitHereDocuments(joinedLines(script));
  const hides = hiding.some((pattern) => pattern.test(code));
  const parts = splitCommands(code).map((part) => part.trim());
  const lines = parts.map((part) =>
    part.replace(/^(?:(?:if|then|else|elif|while|until|do|exec|time|sudo|!|\{|\()\s+)+/, ''),
  );
  return {
    commands: lines.filter((line) => line !== '' && !/^(?:echo|printf|:)(?:\s|$)/.test(line)),
    files,
    hides,
    prints: lines.some((line) => /^(?:echo|printf)(?:\s|$)/.test(line)),
    loops: parts.some((part) => /^(?:(?:do|then|else|\{|\()\s+)*(?:while|until)\s/.test(part)),
  };
}

const hiding = [
  // What a command prints is run: `$(curl …)`.
  /(?:\$\((?!\()|`)(?<=(?:^|[\n;&|]|\b(?:do|then|else|if|elif|while|until|exec)\b)[\s({!]*"?(?:\$\(|`))/,
  // It runs beside another: `<(curl …)`.
  /\s[<>]\((?!tee\b)/,
  // A redirection is a connection, or reaches into another process.
  /\/dev\/(?:tcp|udp)\/|[<>]\s*["']?\/proc\//,
];

/** The code of a script, its continued lines joined, without the data of its here-documents. */
export function scriptCode(script: string): string {
  return splitHereDocuments(joinedLines(script)).code;
}

/** `$((1 + $x))`, in whose brackets no command runs: not `$((a); (b))`, which is one of a script in brackets. */
const arithmetic = /\$\(\((?:[^()`;'"\\\n$]|\$(?!\()|\((?:[^()`;'"\\\n$]|\$(?!\())*\))*\)\)/g;

/** One line for each statement, with a number for each calculation. */
function joinedLines(script: string): string {
  return script.replaceAll(/\\\r?\n/g, ' ').replaceAll(arithmetic, '0');
}

const interpreter = /(?:^|[\s|;&(/])(?:sh|bash|ash|dash|zsh|python[\d.]*|node|ruby|perl)\s[^|;&]*<</;

/**
 * Takes here-documents out: what is given to an interpreter is code, what the shell expands are commands (`$(…)`, where
 * the terminator is not quoted), what is written to a file is that file's text, and the rest is data.
 */
function splitHereDocuments(script: string): { readonly code: string; readonly files: readonly string[] } {
  const kept: string[] = [];
  const files: string[] = [];
  let open: { terminator: string; expands: boolean; code: boolean; file: string[] | undefined } | undefined;
  for (const line of script.split(/\r?\n/)) {
    if (open !== undefined) {
      if (line.trim() === open.terminator) {
        if (open.file !== undefined) files.push(open.file.join('\n'));
        open = undefined;
        continue;
      }
      open.file?.push(line);
      const substitution = open.expands ? line.search(/\$\(|`/) : -1;
      if (open.code) kept.push(line);
      else if (substitution !== -1) kept.push(line.slice(substitution));
      continue;
    }
    kept.push(line);
    const [, quote, terminator] = /(?<![<\w(])<<-?\s*(["'\\]?)([A-Za-z_]\w*)/.exec(line) ?? [];
    if (terminator === undefined || /^\s*#/.test(line)) continue;
    const written = /(?:^|[^\d&])>\s*[^&\s]|\btee\b/.test(line);
    open = { terminator, expands: quote === '', code: interpreter.test(line), file: written ? [] : undefined };
  }
  return { code: kept.join('\n'), files };
}

/** Splits where a shell does, outside of quotes; comments end at their line's end. */
function splitCommands(script: string): string[] {
  const commands: string[] = [];
  let quote = '';
  let start = 0;
  const finish = (end: number, next: number): void => {
    commands.push(script.slice(start, end));
    start = next;
  };
  for (let at = 0; at < script.length; at += 1) {
    const char = script[at] ?? '';
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') {
      if (char === quote) quote = '';
      // Commands in double quotes are commands: "$(kubectl get pods)".
      else if (quote === '"' && script.startsWith('$(', at)) finish(at, at + 2);
      else if (quote === '"' && char === '`') finish(at, at + 1);
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(script[at - 1] ?? ''))) {
      const end = script.indexOf('\n', at);
      finish(at, end === -1 ? script.length : end);
      at = start - 1;
    } else if (/[\n;&|`]/.test(char)) finish(at, at + 1);
    else if (script.startsWith('$(', at)) finish(at, at + 2);
  }
  finish(script.length, script.length);
  return commands;
}

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
