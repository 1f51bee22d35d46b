/**
 * Words of which every text that a pattern matches holds at least one; `undefined` where there are no such words that are
 * long enough to be rare. Looking for a word is many times faster than compiling the pattern.
 * @param pattern a regular expression without the flags `i` and `v`.
 */
export function requiredWords(pattern: string): readonly string[] | undefined {
  return new Reader(pattern).alternatives();
}

type Words = readonly string[] | undefined;

const shortest = 3;

// What follows an item that may be missing, or be there many times.
const quantifier = /[?*+]\??|\{\d*,?\d*\}\??/y;
// A group's opening: `(`, `(?:`, `(?<name>`, or one that looks around.
const opening = /\((?:\?(?::|<(?![=!])[^>]*>|<?[=!]))?/y;
const escape = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[a-zA-Z]|k<[^>]*>|\d+|[^])/y;
const characterClass = /\[(?:\\[^]|[^\]\\])*\]/y;

class Reader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Those of alternatives, up to the end of their group: one of each alternative's. */
  alternatives(): Words {
    const found: Words[] = [this.#sequence()];
    while (this.#pattern[this.#at] === '|') {
      this.#at += 1;
      found.push(this.#sequence());
    }
    const words = found.filter((one) => one !== undefined);
    return words.length === found.length ? words.flat() : undefined;
  }

  /** Those of items in a row: of the item that says most. */
  #sequence(): Words {
    let best: Words;
    let run = '';
    const offer = (words: Words): void => {
      if (lengthOf(words) > lengthOf(best)) best = words;
    };
    const endRun = (): void => {
      if (run.length >= shortest) offer([run]);
      run = '';
    };
    while (this.#at < this.#pattern.length && !')|'.includes(this.#pattern[this.#at] ?? '')) {
      const literal = this.#literal();
      const group = literal === undefined ? this.#groupOrOther() : undefined;
      const repeated = this.#take(quantifier);
      const isSure = repeated === undefined || repeated.startsWith('+');
      if (literal !== undefined && isSure) run += literal;
      if (literal === undefined || repeated !== undefined) endRun();
      if (isSure) offer(group);
    }
    endRun();
    return best;
  }

  /** A character that stands for itself. */
  #literal(): string | undefined {
    const char = this.#pattern[this.#at];
    const next = this.#pattern[this.#at + 1];
    if (char === undefined || '([.^$'.includes(char)) return undefined;
    if (char !== '\\') {
      this.#at += 1;
      return char;
    }
    if (next === undefined || /\w/.test(next)) return undefined;
    this.#at += 2;
    return next;
  }

  #groupOrOther(): Words {
    const opened = this.#take(opening);
    if (opened === undefined) {
      if ((this.#take(characterClass) ?? this.#take(escape)) === undefined) this.#at += 1;
      return undefined;
    }
    const words = this.alternatives();
    this.#at += 1;
    return /[=!]$/.test(opened) ? undefined : words;
  }

  #take(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#pattern)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

/** The length of the shortest word. */
function lengthOf(words: Words): number {
  return words === undefined ? 0 : Math.min(...words.map(({ length }) => length));
}
