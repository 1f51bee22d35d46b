import { TextCache } from './textCache.ts';

interface Sought {
  isIn(text: string): boolean;
}

/** What may be in a text, and is made when one holds a word of it. */
export interface Worded<T extends Sought> {
  /** Of which every text that it is in holds at least one; none where there are no such words. */
  readonly words: readonly string[];
  readonly get: () => T;
}

/** What may be found in texts. Most texts hold no word of any entry, which one look tells. */
export class WordedList<T extends Sought> {
  readonly #entries: readonly Worded<T>[];
  readonly #wordless: readonly Worded<T>[];
  readonly #found = new TextCache<readonly T[]>();
  #words: Words | undefined;

  constructor(entries: readonly Worded<T>[]) {
    this.#entries = entries;
    this.#wordless = entries.filter(({ words }) => words.length === 0);
  }

  /** The entries that a text shows. */
  in(text: string): readonly T[] {
    this.#words ??= new Words(this.#entries.flatMap(({ words }) => words));
    if (!this.#words.anyIn(text) && this.#wordless.length === 0) return [];
    return this.#found.get(text, () => this.#shownBy(text));
  }

  #shownBy(text: string): T[] {
    const found = this.#words?.in(text) ?? new Set<string>();
    const mayBeIn = ({ words }: Worded<T>): boolean => words.length === 0 || words.some((word) => found.has(word));
    return this.#entries
      .filter(mayBeIn)
      .map(({ get }) => get())
      .filter((entry) => entry.isIn(text));
  }
}

/** Texts from which on it pays to compile a pattern of all words. */
const manyTexts = 200;
/** A text that is no longer, in UTF-16 code units. */
const shortText = 1000;

/** Words that are looked for together: one by one, each would need a look through the whole text. */
class Words {
  readonly #all: readonly string[];
  #pattern: RegExp | undefined;
  /** Of words that were found, those that they start with. */
  readonly #starts = new Map<string, readonly string[]>();
  #looked = 0;

  constructor(words: readonly string[]) {
    this.#all = [...new Set(words)].sort((a, b) => b.length - a.length);
  }

  anyIn(text: string): boolean {
    this.#looked += 1;
    if (this.#isCheap(text)) return this.#all.some((word) => text.includes(word));
    const pattern = this.#compiled();
    pattern.lastIndex = 0;
    return pattern.test(text);
  }

  /** Those in a text. Of several at one place the longest is found; the others are what it starts with. */
  in(text: string): Set<string> {
    if (this.#isCheap(text)) return new Set(this.#all.filter((word) => text.includes(word)));
    const found = new Set<string>();
    const pattern = this.#compiled();
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      for (const word of this.#startsOf(match[0])) found.add(word);
      // The next one may lie within this one.
      pattern.lastIndex = match.index + 1;
    }
    return found;
  }

  /** Whether to look for one word after the other. */
  #isCheap(text: string): boolean {
    return this.#pattern === undefined && text.length <= shortText && this.#looked < manyTexts;
  }

  #compiled(): RegExp {
    return (this.#pattern ??= new RegExp(this.#all.map(escaped).join('|') || '(?!)', 'g'));
  }

  #startsOf(word: string): readonly string[] {
    const known = this.#starts.get(word) ?? this.#all.filter((other) => word.startsWith(other));
    this.#starts.set(word, known);
    return known;
  }
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
