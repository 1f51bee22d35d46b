import { requiredWords } from './requiredWords.ts';

/** A regular expression, or what matches one already. */
export type Pattern = string | Matcher;

export type Matcher = Pick<RegExp, 'test'>;

/** Most texts lack the words that a pattern needs: it is then not even compiled. */
export class WordedPattern implements Matcher {
  readonly #pattern: Pattern;
  readonly #flags: string;
  readonly words: readonly string[];
  #compiled: Matcher | undefined;

  /** @param words its required words, where they have been looked for already: empty where there are none. */
  constructor(pattern: Pattern, words: readonly string[] | undefined, flags = '') {
    this.#pattern = pattern;
    this.#flags = flags;
    this.words = words ?? wordsOf(pattern);
  }

  test(text: string): boolean {
    if (this.words.length > 0 && !this.words.some((word) => text.includes(word))) return false;
    this.#compiled ??= matcher(this.#pattern, this.#flags);
    return this.#compiled.test(text);
  }
}

/** The required words of a pattern; none where there are no such words. */
export function wordsOf(pattern: Pattern | undefined): readonly string[] {
  return (typeof pattern === 'string' ? requiredWords(pattern) : undefined) ?? [];
}

/** A pattern that is ready to use. */
export function matcher(pattern: Pattern, flags = ''): Matcher {
  return typeof pattern === 'string' ? new RegExp(pattern, flags) : pattern;
}
