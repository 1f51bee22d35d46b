import { readBlockYaml } from './blockReader.ts';
import type { Content, SourceDocument } from './document.ts';
import type { Node } from './node.ts';
import { readYaml } from './yamlReader.ts';

/** Text whose nodes are kept, in UTF-16 code units; its nodes take some fifteen times as many bytes. */
const defaultBudget = 2_000_000;

/**
 * Keeps the nodes of the documents that were looked at last. The others are read again when they are asked for, so that
 * memory does not grow with the input.
 */
export class NodeCache implements Content {
  readonly #budget: number;
  /** The one that was used longest ago comes first. */
  readonly #nodes = new Map<SourceDocument, Node>();
  #size = 0;

  constructor(budget = defaultBudget) {
    this.#budget = budget;
  }

  keep(document: SourceDocument, node: Node): void {
    this.#nodes.set(document, node);
    this.#size += document.end - document.start;
    for (const oldest of this.#nodes.keys()) {
      if (this.#size <= this.#budget || oldest === document) break;
      this.#nodes.delete(oldest);
      this.#size -= oldest.end - oldest.start;
    }
  }

  nodeOf(document: SourceDocument): Node | undefined {
    const known = this.#nodes.get(document);
    if (known !== undefined) {
      this.#nodes.delete(document);
      this.#nodes.set(document, known);
      return known;
    }
    const node = readAgain(document);
    if (node !== undefined) this.keep(document, node);
    return node;
  }
}

function readAgain({ file, start, end }: SourceDocument): Node | undefined {
  return (readBlockYaml(file.text, start, end) ?? readYaml(file.text.slice(start, end), start)).root;
}
