const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']);

/** Whether a program is a shell, which is given its script as an argument (`sh -c "…"`). */
export function isShell(program: string | undefined): boolean {
  return program !== undefined && shells.has(program.slice(program.lastIndexOf('/') + 1));
}

/** The commands of a shell script: comments, here-documents and what is only printed are left out. */
export function scriptCommands(script: string): string[] {
  const joined = withoutHereDocuments(script.replaceAll(/\\\r?\n/g, ' '));
  return splitCommands(joined)
    .map((line) => line.trim().replace(/^(?:(?:if|then|else|elif|while|until|do|exec|time|sudo|!|\{|\()\s+)+/, ''))
    .filter((line) => line !== '' && !/^(?:echo|printf|:)(?:\s|$)/.test(line));
}

/** Drops the lines of here-documents: what they hold is data. */
export function withoutHereDocuments(script: string): string {
  const kept: string[] = [];
  let terminator: string | undefined;
  for (const line of script.split(/\r?\n/)) {
    if (terminator === undefined) {
      kept.push(line);
      terminator = /(?<![<\w(])<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(line)?.[2];
    } else if (line.trim() === terminator) terminator = undefined;
  }
  return kept.join('\n');
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
