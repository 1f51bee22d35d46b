import { TextCache } from './textCache.ts';

interface Worded {
  /** Of which every text that it is in holds at least one; none where there are no such words. */
  readonly words: readonly string[];
  isIn(text: string): boolean;
}

/** What may be found in texts. Most texts hold no word of any entry, which one look tells. */
export class WordedList<T extends Worded> {
  readonly #entries: readonly T[];
  readonly #wordless: readonly T[];
  readonly #found = new TextCache<readonly T[]>();
  #words: RegExp | undefined;

  constructor(entries: readonly T[]) {
    this.#entries = entries;
    this.#wordless = entries.filter(({ words }) => words.length === 0);
  }

  /** The entries that a text shows. */
  in(text: string): readonly T[] {
    this.#words ??= new RegExp(this.#entries.flatMap(({ words }) => words.map(escaped)).join('|') || '(?!)');
    const entries = this.#words.test(text) ? this.#entries : this.#wordless;
    return entries.length === 0 ? entries : this.#found.get(text, () => entries.filter((entry) => entry.isIn(text)));
  }
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
