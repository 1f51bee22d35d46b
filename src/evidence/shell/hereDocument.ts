/** A text that a script gives to a command: `cat <<EOF`. */
export interface HereDocument {
  /** Of what begins it. */
  readonly length: number;
  readonly terminator: string;
  /** Whether tabs may stand before its lines. */
  readonly tabs: boolean;
  /** Whether the shell expands what it says. */
  readonly expands: boolean;
  /** What is given to an interpreter is code; what is written to a file is that file's text. */
  readonly use: 'shell' | 'code' | 'file' | 'data';
}

const beginning = /<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|(\\?)([^\s;&|<>()'"`$\\]+))(?=[\s;&|<>()]|$)/y;

/**
 * @param command what has been read of the command that it is given to.
 * @returns what begins one; `undefined` where that is written in a way of which we are not sure.
 */
export function readHereDocument(text: string, at: number, command: string): HereDocument | undefined {
  beginning.lastIndex = at;
  const [whole, dash, single, double, escape, word] = beginning.exec(text) ?? [];
  const terminator = single ?? double ?? word;
  if (whole === undefined || terminator === undefined) return undefined;
  const { length } = whole;
  return {
    length,
    terminator,
    tabs: dash === '-',
    expands: word !== undefined && escape === '',
    use: useOf(command, text.slice(at + length, lineEnd(text, at + length))),
  };
}

const takesScript = /(?:^|[\s(])(?:\S{0,200}\/)?(?:ba|da|a|z)?sh(?:\s|$)/;
const takesCode = /(?:^|[\s/(])(?:python[\d.]*|node|ruby|perl)(?:\s|$)/;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/**
 * What becomes of it: `python3 - <<E`, `cat <<E | sh`, `cat > file <<E`.
 * @param after the rest of the line.
 */
function useOf(command: string, after: string): HereDocument['use'] {
  const receivers = [command, ...after.split('|').slice(1)];
  if (receivers.some((one) => takesScript.test(one))) return 'shell';
  if (receivers.some((one) => takesCode.test(one))) return 'code';
  return /(?:^|[^\d&])>\s*[^&\s]|\btee\b/.test(command + after) ? 'file' : 'data';
}

/** The lines of one that begins in the next line, and where they end. */
export function bodyOf(
  { terminator, tabs }: HereDocument,
  text: string,
  start: number,
): { readonly body: string; readonly end: number; readonly isEnded: boolean } {
  const lines: string[] = [];
  let at = start;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const whole = text.slice(at, lineEnd === -1 ? undefined : lineEnd);
    at = lineEnd === -1 ? text.length : lineEnd + 1;
    const line = tabs ? whole.replace(/^\t+/, '') : whole;
    if (line === terminator) return { body: lines.join('\n'), end: at, isEnded: true };
    lines.push(line);
  }
  return { body: lines.join('\n'), end: at, isEnded: false };
}
