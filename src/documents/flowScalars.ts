import { CST, Composer, type Document, Lexer, Parser, type parseAllDocuments } from 'yaml';

/**
 * Parses as the library's `parseAllDocuments`, but ends scalars in flow collections where Kubernetes ends them: a dash
 * alone is a text (`[cat, -]`), and a colon belongs to the text before it where no space follows (`[localhost:]`, `[a :]`).
 */
export function parseDocuments(
  text: string,
  options: NonNullable<Parameters<typeof parseAllDocuments>[1]>,
): readonly Document.Parsed[] {
  return [...new Composer(options).compose(tokensOf(text))];
}

function* tokensOf(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const source of lexemesOf(text)) yield* parser.next(source);
  yield* parser.end();
}

/** Lexemes that stand for no character of the text. */
const markers: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function* lexemesOf(text: string): Generator<string> {
  let end = 0;
  let depth = 0;
  let isPlain = false;
  let isWhole = false;
  for (const source of new Lexer().lex(text)) {
    if (!isPlain && markers.has(source)) {
      isPlain = source === CST.SCALAR;
      if (source === CST.FLOW_END) depth = 0;
      if (!isPlain) yield source;
      continue;
    }
    end += source.length;
    // What the library takes for the colon of a key, for what is before it, and for a value that is not written.
    const isMade = isWhole && (isPlain ? source === '' : /^(?: +|:)$/.test(source));
    if (!isMade) {
      const inFlow = depth > 0;
      const isDash = inFlow && !isPlain && source === '-' && endsItem(text, end);
      const colon = inFlow && isPlain ? lastColon(text, end) : '';
      if (isPlain || isDash) yield CST.SCALAR;
      yield source + colon;
      if (!isPlain && (source === '[' || source === '{')) depth += 1;
      if (!isPlain && (source === ']' || source === '}')) depth -= 1;
      isWhole = isDash || colon !== '';
    }
    isPlain = false;
  }
}

/** The colon that ends a scalar whose other characters end at an offset, with the spaces before it. */
function lastColon(text: string, from: number): string {
  let at = from;
  while (text[at] === ' ') at += 1;
  return text[at] === ':' && endsItem(text, at + 1) ? text.slice(from, at + 1) : '';
}

function endsItem(text: string, at: number): boolean {
  const next = text[at];
  return next === ',' || next === ']' || next === '}';
}
