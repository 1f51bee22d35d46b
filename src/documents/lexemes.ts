import { CST, Lexer } from 'yaml';

/** A part of a text, as the library takes it apart. */
export interface Lexeme {
  readonly source: string;
  readonly at: number;
  /** Whether it is a scalar without quotes, which may look like anything. */
  readonly isScalar: boolean;
}

/** The parts of a text from an offset on; `CST.FLOW_END` stands where a flow collection is taken to be cut short. */
export function* lexemesOf(text: string, from = 0): Generator<Lexeme> {
  let at = from;
  let isScalar = false;
  for (const source of new Lexer().lex(text.slice(from))) {
    if (!isScalar && source === CST.DOCUMENT) continue;
    if (!isScalar && source === CST.SCALAR) {
      isScalar = true;
      continue;
    }
    yield { source, at, isScalar };
    if (isScalar || source !== CST.FLOW_END) at += source.length;
    isScalar = false;
  }
}

/** Whether a quoted scalar lacks its second quote. */
export function isCutShort(lexeme: string): boolean {
  const content = lexeme.slice(1);
  if (lexeme.startsWith("'")) return !/(?:^|[^'])'(?:'')*$/.test(content);
  return lexeme.startsWith('"') && !/(?:^|[^\\])(?:\\\\)*"$/.test(content);
}
