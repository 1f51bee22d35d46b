import { readBlockYaml } from './blockReader.ts';
import type { Content, SourceDocument } from './document.ts';
import type { Node } from './node.ts';
import { readYaml } from './yamlReader.ts';

/** Text whose nodes are kept, in UTF-16 code units; its nodes take some fifteen times as many bytes. */
const defaultBudget = 100_000;

/**
 * Keeps the nodes of the documents that were read last. The others are read again when they are asked for, so that memory
 * does not grow with the input.
 */
export class NodeCache implements Content {
  readonly #budget: number;
  /** Those whose nodes are kept, the oldest first, from `#oldest` on. */
  #kept: SourceDocument[] = [];
  #oldest = 0;
  #size = 0;

  constructor(budget = defaultBudget) {
    this.#budget = budget;
  }

  keep(document: SourceDocument, node: Node): void {
    document.hold(node);
    this.#kept.push(document);
    this.#size += document.end - document.start;
    while (this.#size > this.#budget && this.#oldest < this.#kept.length - 1) this.#letGo();
    if (this.#oldest > 1000 && this.#oldest * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  #letGo(): void {
    const document = this.#kept[this.#oldest];
    this.#oldest += 1;
    if (document === undefined) return;
    document.hold(undefined);
    this.#size -= document.end - document.start;
  }

  nodeOf(document: SourceDocument): Node | undefined {
    const node = readAgain(document);
    if (node !== undefined) this.keep(document, node);
    return node;
  }
}

function readAgain({ file, start, end }: SourceDocument): Node | undefined {
  return (readBlockYaml(file.text, start, end) ?? readYaml(file.text.slice(start, end), start)).root;
}
