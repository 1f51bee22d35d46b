import { CST, Lexer } from 'yaml';

/**
 * The first tab in a document that stands where Kubernetes and kustomize want spaces or nothing, and that the library
 * takes: on a line that is blank but for it or a comment, behind a `-`, a `?` or their `:`, and in front of the text that
 * says how far a block scalar is indented.
 */
export function misplacedTab(text: string): number | undefined {
  // In JSON they are spaces.
  if (!text.includes('\t') || text.trimStart().startsWith('{')) return undefined;
  const scanner = new TabScanner();
  let isScalar = false;
  for (const source of new Lexer().lex(text)) {
    const type = isScalar ? 'scalar' : CST.tokenType(source);
    isScalar = source === CST.SCALAR;
    if (isScalar || source === CST.DOCUMENT || source === CST.FLOW_END) continue;
    // Nothing behind `...` is read.
    if (type === 'doc-end') return undefined;
    const found = scanner.take(source, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Goes along with the tokens as the scanner of libyaml does, of which the Go libraries are translations. */
class TabScanner {
  #at = 0;
  #lineStart = 0;
  #depth = 0;
  /** The column of the innermost block collection. */
  #indent = -1;
  #keyColumn = 0;
  /** Whether a key could start here: then a tab is no space. */
  #isOpen = true;
  /** Whether a plain scalar was last: it takes tabs that are deeper than the collection it is in. */
  #isPlain = false;
  #isBlock = false;
  /** Whether the header of a block scalar says how far its text is indented. */
  #isCounted = false;
  /** Whether the line has held nothing but spaces yet. */
  #isBlank = true;

  /** Takes a token, and tells where a tab in it may not be. */
  take(source: string, type: CST.TokenType | 'scalar' | null): number | undefined {
    const column = this.#at - this.#lineStart;
    const found = type === 'space' ? this.#tabIn(source, column) : this.#tabBeforeText(source, type);
    if (found !== undefined) return found;
    this.#follow(source, type, column);
    if (type !== 'space') this.#isBlank = source.endsWith('\n');
    const newline = source.lastIndexOf('\n');
    if (newline !== -1) this.#lineStart = this.#at + newline + 1;
    this.#at += source.length;
    return undefined;
  }

  #tabIn(source: string, column: number): number | undefined {
    const tab = source.indexOf('\t');
    // What is behind `---` on its line is behind a token.
    if (tab === -1 || this.#lineStart === 0) return undefined;
    const isFault = this.#isBlank && this.#isPlain ? column + tab <= this.#indent : this.#isOpen && this.#depth === 0;
    return isFault ? this.#at + tab : undefined;
  }

  #tabBeforeText(source: string, type: CST.TokenType | 'scalar' | null): number | undefined {
    if (type !== 'scalar' || !this.#isBlock || this.#isCounted) return undefined;
    const first = source.search(/[^ \r\n]/);
    return source[first] === '\t' ? this.#at + first : undefined;
  }

  #follow(source: string, type: CST.TokenType | 'scalar' | null, column: number): void {
    switch (type) {
      case 'space':
        return;
      case 'newline':
        this.#isOpen = this.#depth === 0;
        return;
      case 'comment':
        this.#isPlain = false;
        return;
      case 'seq-item-ind':
      case 'explicit-key-ind':
        if (this.#depth === 0) this.#indent = column;
        this.#isPlain = false;
        return;
      case 'map-value-ind':
        if (this.#depth === 0 && !this.#isOpen) this.#indent = this.#keyColumn;
        this.#isPlain = false;
        return;
      case 'block-scalar-header':
        this.#isBlock = true;
        this.#isCounted = /\d/.test(source);
        this.#isOpen = false;
        return;
      default:
        this.#value(type, column);
    }
  }

  #value(type: CST.TokenType | 'scalar' | null, column: number): void {
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.#depth += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') this.#depth -= 1;
    if (this.#isOpen) this.#keyColumn = column;
    const isBlock = type === 'scalar' && this.#isBlock;
    this.#isPlain = type === 'scalar' && !isBlock;
    this.#isOpen = isBlock;
    if (isBlock) this.#isBlock = false;
  }
}
