import type { SourceDocument } from './document.ts';

/** Tells whether a document's text holds something. It is looked through once, however many objects and containers ask. */
export class TextLook {
  readonly #isIn: (text: string) => boolean;
  #document: SourceDocument | undefined;
  #found = false;

  constructor(isIn: (text: string) => boolean) {
    this.#isIn = isIn;
  }

  in(document: SourceDocument): boolean {
    if (document !== this.#document) {
      const { file, start, end } = document;
      this.#found = this.#isIn(file.text.slice(start, end));
      this.#document = document;
    }
    return this.#found;
  }
}
