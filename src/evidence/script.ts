const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']);

/** Whether a command line runs a shell that is given its script as an argument (`sh -c "…"`). */
export function isShell(program: string | undefined): boolean {
  return program !== undefined && shells.has(program.slice(program.lastIndexOf('/') + 1));
}

/** The commands of a shell script: comments, here-documents' prose and what is only printed are left out. */
export function scriptCommands(script: string): string[] {
  const joined = script.replaceAll(/\\\r?\n/g, ' ');
  return joined
    .split(/\r?\n|;|&&|\|\||\||`|\$\(/)
    .map((line) => line.trim().replace(/^(?:if|then|else|elif|while|until|do|exec|time|sudo|!|\{|\()\s+/, ''))
    .filter((line) => line !== '' && !line.startsWith('#') && !/^(?:echo|printf|:)\b/.test(line));
}

/** The text of a configuration file without lines that are comments as a whole. */
export function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:#|\/\/|;)/.test(line))
    .join('\n');
}

/** Whether a file of a ConfigMap is a script. */
export function isScriptFile(name: string, text: string): boolean {
  return /\.(?:sh|bash)$/.test(name) || /^#!.*sh\b/.test(text);
}
