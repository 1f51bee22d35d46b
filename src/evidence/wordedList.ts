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
  #words: Words | undefined;

  constructor(entries: readonly T[]) {
    this.#entries = entries;
    this.#wordless = entries.filter(({ words }) => words.length === 0);
  }

  /** The entries that a text shows. */
  in(text: string): readonly T[] {
    this.#words ??= new Words(this.#entries.flatMap(({ words }) => words));
    if (!this.#words.anyIn(text) && this.#wordless.length === 0) return this.#wordless;
    return this.#found.get(text, () => this.#shownBy(text));
  }

  #shownBy(text: string): T[] {
    const found = this.#words?.in(text) ?? new Set<string>();
    const mayBeIn = ({ words }: T): boolean => words.length === 0 || words.some((word) => found.has(word));
    return this.#entries.filter((entry) => mayBeIn(entry) && entry.isIn(text));
  }
}

/** Words that are looked for together: one by one, each would need a look through the whole text. */
class Words {
  readonly #pattern: RegExp;
  /** Of each word, those that it starts with. */
  readonly #starts: ReadonlyMap<string, readonly string[]>;

  constructor(words: readonly string[]) {
    const all = [...new Set(words)].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(all.map(escaped).join('|') || '(?!)', 'g');
    this.#starts = new Map(all.map((word) => [word, all.filter((other) => word.startsWith(other))]));
  }

  anyIn(text: string): boolean {
    this.#pattern.lastIndex = 0;
    return this.#pattern.test(text);
  }

  /** Those in a text. Of several at one place the longest is found; the others are what it starts with. */
  in(text: string): Set<string> {
    const found = new Set<string>();
    const pattern = this.#pattern;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      for (const word of this.#starts.get(match[0]) ?? []) found.add(word);
      // The next one may lie within this one.
      pattern.lastIndex = match.index + 1;
    }
    return found;
  }
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
