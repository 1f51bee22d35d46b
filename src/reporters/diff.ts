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

/**
 * What changes, as a unified diff for `git apply` and `patch -p1`. Lines that may hold secrets are hidden: a diff
 * with such lines is for reading alone.
 * @param shown whether it goes to a terminal, which control characters would confuse; a patch needs every byte.
 */
export function formatDiff(files: readonly ChangedFile[], shown: boolean, color: boolean): string {
  const paint = (style: 'red' | 'green' | 'cyan' | 'bold', text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const lines = files.flatMap(({ before, after }) => {
    const [old, now] = [new Redaction(before, shown), new Redaction(after, shown)];
    const { hunks } = structuredPatch('', '', before.text, after.text, '', '', { context: 3 });
    return [
      paint('bold', `--- ${header('a', before.uri)}`),
      paint('bold', `+++ ${header('b', after.uri)}`),
      ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: hunk }) => {
        let [oldLine, newLine] = [oldStart, newStart];
        const changes = hunk.map((line) => {
          const sign = line[0] ?? ' ';
          if (sign === '\\') return line;
          const text = sign === '+' ? now.line(newLine, line.slice(1)) : old.line(oldLine, line.slice(1));
          if (sign !== '+') oldLine += 1;
          if (sign !== '-') newLine += 1;
          return sign === ' ' ? ` ${text}` : paint(sign === '+' ? 'green' : 'red', `${sign}${text}`);
        });
        const at = `-${span(oldStart, oldLines)} +${span(newStart, newLines)}`;
        return [paint('cyan', `@@ ${at} @@`), ...changes];
      }),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Odd names are quoted as git does; behind one with spaces, `patch` wants a tab. */
function header(side: string, uri: string): string {
  const name = `${side}/${uri}`;
  if (/[\x00-\x1f\x7f"\\]/.test(name)) return `"${name.replaceAll(/[\x00-\x1f\x7f"\\]/g, quotedChar)}"`;
  return name.includes(' ') ? `${name}\t` : name;
}

const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

function quotedChar(char: string): string {
  return escapes[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

function span(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${String(start)},${String(lines)}`;
}

const hidden = '…';

/** Hides tokens, and in documents with a Secret all but plain `key: value` lines that change. */
class Redaction {
  readonly #file: SourceFile;
  readonly #shown: boolean;
  #secrets: readonly SourceDocument[] | undefined;

  constructor(file: SourceFile, shown: boolean) {
    this.#file = file;
    this.#shown = shown;
  }

  /** A line, counted from 1. */
  line(number: number, text: string): string {
    if (this.#isSecret(number)) return hidden;
    const [, content = '', end = ''] = /^(.*?)(\r?)$/s.exec(text) ?? [];
    const fit = this.#shown ? content.split('\t').map(printable).join('\t') : content;
    return redactTokens(fit) + end;
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
