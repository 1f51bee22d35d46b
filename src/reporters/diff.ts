import { styleText } from 'node:util';
import type { SourceFile } from '../documents/document.ts';
import { printable } from '../text/printable.ts';
import { type Hunk, type HunkLine, type Sign, hunksBetween } from './hunks.ts';

/** A file before and after fixes, and what changes. */
export interface ChangedFile {
  readonly before: SourceFile;
  readonly after: SourceFile;
  readonly hunks: readonly Hunk[];
}

export interface DiffOptions {
  readonly color: boolean;
  /** Whether people read it on a terminal: what could trick them is replaced. Programs need every byte. */
  readonly forTerminal: boolean;
  /** What a file is called from the root of the repository; without a repository, names stay as they are. */
  readonly nameInRepository?: ((uri: string) => string) | undefined;
}

export function changedFile(before: SourceFile, after: SourceFile): ChangedFile {
  return { before, after, hunks: hunksBetween(before, after) };
}

/** Whether a line changes that must not be printed: a diff with it could not be applied. */
export function hasHiddenChange({ hunks }: ChangedFile): boolean {
  return hunks.some(({ lines }) => lines.some(({ isHidden }) => isHidden));
}

/** What changes, as a unified diff for `git apply` and `patch -p1`. No token is shown, and no data of a Secret. */
export function formatDiff(files: readonly ChangedFile[], options: DiffOptions): string {
  const { color, forTerminal, nameInRepository } = options;
  const paint = (style: Color, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const lines = files.flatMap(({ before, hunks }) => {
    const name = nameInRepository?.(before.uri) ?? before.uri;
    return [
      // With this line, git reads the names from the root of the repository wherever it is run.
      ...(nameInRepository === undefined
        ? []
        : [paint('bold', `diff --git ${quoted(`a/${name}`)} ${quoted(`b/${name}`)}`)]),
      paint('bold', `--- ${header(`a/${name}`)}`),
      paint('bold', `+++ ${header(`b/${name}`)}`),
      ...hunks.flatMap((hunk) => [
        paint('cyan', `@@ -${span(hunk, '+')} +${span(hunk, '-')} @@`),
        ...hunk.lines.flatMap((line) => shown(line, forTerminal, paint)),
      ]),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

type Color = 'red' | 'green' | 'cyan' | 'bold';

function shown(line: HunkLine, forTerminal: boolean, paint: (color: Color, text: string) => string): string[] {
  const { sign, isHidden, endsFile } = line;
  const text = `${sign}${isHidden ? '…' : forTerminal ? harmless(line.text) : line.text}`;
  const painted = sign === ' ' ? text : paint(sign === '+' ? 'green' : 'red', text);
  return endsFile ? [painted, '\\ No newline at end of file'] : [painted];
}

/** A terminal may well be given tabs, and `\r` at the end of a line. */
function harmless(text: string): string {
  const [, content = '', end = ''] = /^(.*?)(\r?)$/s.exec(text) ?? [];
  return content.split('\t').map(printable).join('\t') + end;
}

/** Where a hunk lies in the text in which lines with a sign do not lie. */
function span({ lines }: Hunk, without: Sign): string {
  const length = lines.filter(({ sign }) => sign !== without).length;
  const first = (without === '+' ? lines[0]?.oldLine : lines[0]?.newLine) ?? 1;
  if (length === 1) return String(first);
  // Of none, the line behind which they would lie.
  return `${String(length === 0 ? first - 1 : first)},${String(length)}`;
}

/** Behind a name with spaces, `patch` wants a tab. */
function header(name: string): string {
  const written = quoted(name);
  return written === name && name.includes(' ') ? `${name}\t` : written;
}

/** As git writes unusual names: in quotes, with the bytes of UTF-8 in octal (`core.quotePath`). */
function quoted(name: string): string {
  if (/^[ !#-[\]-~]*$/.test(name)) return name;
  const bytes = Array.from(Buffer.from(name), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') return `\\${character}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : character;
  });
  return `"${bytes.join('')}"`;
}
