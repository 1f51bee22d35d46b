import { readBlockYaml } from './blockReader.ts';
import type { Content, SourceDocument } from './document.ts';
import type { Node } from './node.ts';
import { outlinedNode } from './outlinedNode.ts';
import type { ReadResult } from './readProblem.ts';
import { readYaml } from './yamlReader.ts';

/** Text whose nodes are kept, in UTF-16 code units; its nodes take some fifteen times as many bytes. */
const nodeBudget = 50_000;
/** The same of documents without an outline, which would have to be read again. */
const costlyBudget = 1_000_000;
/** Text whose outlines are kept, which take about as many bytes as it has characters. */
const outlineBudget = 32_000_000;

/**
 * Keeps the nodes of the documents that were read last, and for longer their outlines, from which nodes are made in no time.
 * The others are read again when they are asked for, so that memory does not grow with the input.
 */
export class NodeCache implements Content {
  readonly #outlined = new Kept(nodeBudget, letGoOfNodes);
  readonly #costly = new Kept(costlyBudget, letGoOfNodes);
  readonly #outlines = new Kept(outlineBudget, (document) => {
    document.outline = undefined;
  });

  keep(document: SourceDocument, { root, outline }: ReadResult): void {
    document.outline = outline;
    if (outline !== undefined) this.#outlines.add(document);
    if (root === undefined) return;
    document.hold(root);
    (outline === undefined ? this.#costly : this.#outlined).add(document);
  }

  nodeOf(document: SourceDocument): Node | undefined {
    const { outline } = document;
    if (outline !== undefined) {
      const node = outlinedNode(outline, outline.root);
      document.hold(node);
      this.#outlined.add(document);
      return node;
    }
    const read = readAgain(document);
    this.keep(document, read);
    return read.root;
  }
}

function letGoOfNodes(document: SourceDocument): void {
  document.hold(undefined);
}

/** Documents for which something is kept, which the oldest lose once later ones have used the budget up. */
class Kept {
  readonly #budget: number;
  readonly #letGo: (document: SourceDocument) => void;
  /** The oldest first, from `#oldest` on. */
  #documents: SourceDocument[] = [];
  #oldest = 0;
  #size = 0;

  constructor(budget: number, letGo: (document: SourceDocument) => void) {
    this.#budget = budget;
    this.#letGo = letGo;
  }

  add(document: SourceDocument): void {
    this.#documents.push(document);
    this.#size += lengthOf(document);
    while (this.#size > this.#budget && this.#oldest < this.#documents.length - 1) this.#dropOldest();
    if (this.#oldest > 1000 && this.#oldest * 2 > this.#documents.length) {
      this.#documents = this.#documents.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  #dropOldest(): void {
    const document = this.#documents[this.#oldest];
    this.#oldest += 1;
    if (document === undefined) return;
    this.#letGo(document);
    this.#size -= lengthOf(document);
  }
}

function lengthOf({ start, end }: SourceDocument): number {
  return end - start;
}

function readAgain({ file, start, end }: SourceDocument): ReadResult {
  return readBlockYaml(file.text, start, end) ?? readYaml(file.text.slice(start, end), start);
}
