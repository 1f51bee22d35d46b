import type { Location, SourceDocument, SourceFile } from '../documents/document.ts';
import { firstWhere } from '../lists/firstWhere.ts';
import { nearest } from '../text/suggestion.ts';
import { fieldAt } from '../documents/fieldAt.ts';
import type { Node } from '../documents/node.ts';
import { reasonIn } from './reason.ts';

/** A comment that suppresses findings. */
export interface DirectiveComment {
  readonly location: Location;
  readonly document: SourceDocument;
  readonly names: readonly { readonly id: string; readonly location: Location }[];
  readonly reason: string | undefined;
  /** What stands before the reason, where that is not `--`. */
  readonly sign: { readonly text: string; readonly location: Location } | undefined;
  /** The line whose findings it is for, from 0; `undefined` where it is for the whole document. */
  readonly line: number | undefined;
}

/** What the comments are called. */
export const directives = {
  'kube-token-lint-disable-next-line': 'Suppresses findings of rules on the next line',
  'kube-token-lint-disable-line': 'Suppresses findings of rules on this line',
  'kube-token-lint-disable': 'Suppresses findings of rules in this document',
} as const;

const directive = /#[ \t]*(kube-token-lint-disable(?:-next-line|-line)?)(?=[ \t\r\n]|$)((?:(?![ \t]#[ \t])[^\r\n])*)/g;

const program = 'kube-token-lint';
const prefix = `${program}-`;
/** Other linters have a colon there. */
const lookalike = /#[ \t]*(kube-token-lint(?:-|[:_] ?(?=disable|ignore))\S*)/g;

/** A comment that begins as those do, and is none of them. */
export interface UnknownComment {
  readonly name: string;
  /** The nearest that there is, or all of them. */
  readonly meant: string;
  readonly location: Location;
  readonly document: SourceDocument;
}

export function unknownComments(file: SourceFile, documents: readonly SourceDocument[]): UnknownComment[] {
  if (!file.text.includes(program)) return [];
  const names = Object.keys(directives);
  const endings = names.map((name) => name.slice(prefix.length));
  return [...file.text.matchAll(lookalike)].flatMap(({ 0: written, 1: name = '', index }) => {
    const document = documentOfComment(file, documents, index);
    if (document === undefined || names.includes(name)) return [];
    const end = index + written.length;
    // Other linters have one for a file; a file of one document is the same.
    const ending = name.slice(program.length).replace(/^[-:_ ]+/, '');
    const best = /^disable[-_]?file$/.test(ending)
      ? 'disable'
      : (endings.find((one) => one === ending) ?? nearest(ending, endings));
    const meant = best === undefined ? names.join(' or ') : prefix + best;
    return [{ name, meant, location: document.location(end - name.length, end), document }];
  });
}

/** `# kube-token-lint-disable-next-line RULE, RULE -- reason` and its kin, wherever they are comments. */
export function directiveComments(file: SourceFile, documents: readonly SourceDocument[]): DirectiveComment[] {
  if (!file.text.includes('kube-token-lint-disable')) return [];
  const nextLine = nextLines(file);
  return [...file.text.matchAll(directive)].flatMap((match) => {
    const [written, name = '', rest = ''] = match;
    const start = match.index;
    const document = documentOfComment(file, documents, start);
    if (document === undefined) return [];
    const { list, sign, reason } = partsOf(rest);
    const restStart = start + written.length - rest.length;
    const signStart = restStart + list.length;
    const line = file.lines.position(start).line;
    return [
      {
        location: document.location(start, start + written.trimEnd().length),
        document,
        names: [...list.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
          id,
          location: document.location(restStart + index, restStart + index + id.length),
        })),
        reason: reasonIn(reason),
        sign:
          sign === '--' || sign === ''
            ? undefined
            : { text: sign, location: document.location(signStart, signStart + sign.length) },
        line: name.endsWith('-next-line') ? nextLine(line) : name.endsWith('-line') ? line : undefined,
      },
    ];
  });
}

const signs = /(?<=^|[ \t])--(?=[ \t]|$)|(?<=[^\s,])[ \t]+(?:[-–—:]|\/\/)(?=[ \t])|(?<=\w):(?=[ \t])/;

/** Names, and a reason behind `--`, or behind another sign that parts them in plain writing. */
function partsOf(rest: string): { list: string; sign: string; reason: string } {
  const match = signs.exec(rest);
  if (match === null) return { list: rest, sign: '', reason: '' };
  const sign = match[0].trimStart();
  const end = match.index + match[0].length;
  return { list: rest.slice(0, end - sign.length), sign, reason: rest.slice(end) };
}

/** The first document that ends behind an offset. */
export function documentAt(documents: readonly SourceDocument[], offset: number): SourceDocument | undefined {
  return documents[firstWhere(documents, ({ end }) => end > offset)];
}

/** The document of a comment: a `#` after a space or at the start of a line, and not within a scalar. */
function documentOfComment(
  { text }: SourceFile,
  documents: readonly SourceDocument[],
  at: number,
): SourceDocument | undefined {
  const before = at === 0 ? '\n' : (text[at - 1] ?? '');
  if (!/[\s\ufeff]/.test(before)) return undefined;
  // Before a document's `---`, a comment belongs to that document: it opens it.
  const document = documentAt(documents, at);
  const field = document === undefined ? undefined : fieldAt(document, at);
  const isWithin = (scalar: Node | undefined): boolean =>
    scalar?.kind === 'scalar' &&
    scalar.start <= at &&
    at < scalar.end &&
    // `|` and `>` may have a comment behind them.
    (scalar.style !== 'block' || text.slice(scalar.start, at).includes('\n'));
  return isWithin(field?.key) || isWithin(field?.node) ? undefined : document;
}

/** Finds the next line that says something: blank ones and comments are passed over, once for all that follow each other. */
function nextLines({ lines }: SourceFile): (line: number) => number {
  let [from, next] = [0, 0];
  return (line) => {
    if (from <= line && line < next) return next;
    from = line;
    next = line + 1;
    while (next < lines.lineCount && /^\s*(?:#|$)/.test(lines.line(next))) next += 1;
    return next;
  };
}
