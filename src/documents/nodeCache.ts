import { readBlockYaml } from './blockReader.ts';
import type { Content, SourceDocument } from './document.ts';
import type { Node } from './node.ts';
import type { Outline } from './outline.ts';
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
  readonly #outlined = new HeldNodes(nodeBudget);
  readonly #costly = new HeldNodes(costlyBudget);
  /** The oldest first. */
  readonly #outlines = new Map<SourceDocument, Outline>();
  #outlinedSize = 0;

  keep(document: SourceDocument, { root, outline }: ReadResult): void {
    if (root !== undefined) (outline === undefined ? this.#costly : this.#outlined).hold(document, root);
    if (outline !== undefined) this.#keepOutline(document, outline);
  }

  nodeOf(document: SourceDocument): Node | undefined {
    const outline = this.#outlines.get(document);
    if (outline !== undefined) {
      const node = outlinedNode(outline, outline.root);
      this.#outlined.hold(document, node);
      return node;
    }
    const read = readAgain(document);
    this.keep(document, read);
    return read.root;
  }

  #keepOutline(document: SourceDocument, outline: Outline): void {
    this.#outlines.set(document, outline);
    this.#outlinedSize += lengthOf(document);
    for (const oldest of this.#outlines.keys()) {
      if (this.#outlinedSize <= outlineBudget) return;
      this.#outlines.delete(oldest);
      this.#outlinedSize -= lengthOf(oldest);
    }
  }
}

/** Has documents hold their nodes, and let go of them once later ones have used the budget up. */
class HeldNodes {
  readonly #budget: number;
  /** The oldest first, from `#oldest` on. */
  #documents: SourceDocument[] = [];
  #oldest = 0;
  #size = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  hold(document: SourceDocument, node: Node): void {
    document.hold(node);
    this.#documents.push(document);
    this.#size += lengthOf(document);
    while (this.#size > this.#budget && this.#oldest < this.#documents.length - 1) this.#letGo();
    if (this.#oldest > 1000 && this.#oldest * 2 > this.#documents.length) {
      this.#documents = this.#documents.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  #letGo(): void {
    const document = this.#documents[this.#oldest];
    this.#oldest += 1;
    if (document === undefined) return;
    document.hold(undefined);
    this.#size -= lengthOf(document);
  }
}

function lengthOf({ start, end }: SourceDocument): number {
  return end - start;
}

function readAgain({ file, start, end }: SourceDocument): ReadResult {
  return readBlockYaml(file.text, start, end) ?? readYaml(file.text.slice(start, end), start);
}
