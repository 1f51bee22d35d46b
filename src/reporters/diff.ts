import { structuredPatch } from 'diff';
import { styleText } from 'node:util';
import type { SourceDocument, SourceFile } from '../documents/document.ts';
import { readDocuments } from '../documents/read.ts';
import { printable } from '../text/printable.ts';
import { redactTokens } from '../text/redact.ts';

/** A file before and after fixes. */
export interface ChangedFile {
  readonly before: SourceFile;
  readonly after: SourceFile;
}

export interface DiffOptions {
  readonly color: boolean;
  /** Whether people read it on a terminal: what could trick them is replaced. Programs need every byte. */
  readonly forTerminal: boolean;
  /** What a file is called from the root of the repository; without a repository, names stay as they are. */
  readonly nameInRepository?: ((uri: string) => string) | undefined;
}

/**
 * What changes, as a unified diff for `git apply` and `patch -p1`. Lines that may hold secrets are hidden: a diff
 * with such lines is for reading alone.
 */
export function formatDiff(files: readonly ChangedFile[], options: DiffOptions): string {
  const { color, forTerminal, nameInRepository } = options;
  const paint = (style: 'red' | 'green' | 'cyan' | 'bold', text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const lines = files.flatMap(({ before, after }) => {
    const [old, now] = [new Redaction(before, forTerminal), new Redaction(after, forTerminal)];
    const name = nameInRepository?.(before.uri) ?? before.uri;
    const { hunks } = structuredPatch('', '', before.text, after.text, '', '', { context: 3 });
    return [
      // With this line, git reads the names from the root of the repository wherever it is run.
      ...(nameInRepository === undefined
        ? []
        : [paint('bold', `diff --git ${quoted(`a/${name}`)} ${quoted(`b/${name}`)}`)]),
      paint('bold', `--- ${header(`a/${name}`)}`),
      paint('bold', `+++ ${header(`b/${name}`)}`),
      ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: hunk }) => {
        let [oldLine, newLine] = [oldStart, newStart];
        const shown = hunk.map((line) => {
          const sign = line[0] ?? ' ';
          if (sign === '\\') return line;
          const text = sign === '+' ? now.line(newLine, line.slice(1)) : old.line(oldLine, line.slice(1));
          if (sign !== '+') oldLine += 1;
          if (sign !== '-') newLine += 1;
          return sign === ' ' ? ` ${text}` : paint(sign === '+' ? 'green' : 'red', `${sign}${text}`);
        });
        const at = `-${span(oldStart, oldLines)} +${span(newStart, newLines)}`;
        return [paint('cyan', `@@ ${at} @@`), ...shown];
      }),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
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

function span(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${String(start)},${String(lines)}`;
}

const hidden = '…';

/** Hides tokens, and in documents with a Secret all but plain `key: value` lines that change. */
class Redaction {
  readonly #file: SourceFile;
  readonly #forTerminal: boolean;
  #secrets: readonly SourceDocument[] | undefined;

  constructor(file: SourceFile, forTerminal: boolean) {
    this.#file = file;
    this.#forTerminal = forTerminal;
  }

  /** A line, counted from 1. */
  line(number: number, text: string): string {
    if (this.#isSecret(number)) return hidden;
    const [, content = '', end = ''] = /^(.*?)(\r?)$/s.exec(text) ?? [];
    const shown = this.#forTerminal ? content.split('\t').map(printable).join('\t') : content;
    return redactTokens(shown) + end;
  }

  #isSecret(number: number): boolean {
    this.#secrets ??= this.#file.text.includes('Secret')
      ? readDocuments(this.#file).documents.filter(({ start, end }) =>
          /\bkind["']?[ \t]*:[ \t]*["']?Secret(?:List)?\b/.test(this.#file.text.slice(start, end)),
        )
      : [];
    const start = this.#file.lines.offset({ line: number - 1, character: 0 });
    return this.#secrets.some((document) => document.start <= start && start < document.end);
  }
}
