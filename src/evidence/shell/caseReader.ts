/** So much of a command is looked at for the words of a `case`. */
const longestHead = 300;

const start =
  /^\s*(?:function\s+[\w-]+(?:\s*\(\s*\)\s*|\s+)|[\w-]+\s*\(\s*\)\s*|(?:if|then|else|elif|while|until|do|time|!)\s+|[{(]\s*)*case\s/;
const head = /^[^]*?\bcase\s[^]*?\sin(?:\s|$)/;

/** Follows the `case … in a|b) …;; esac` of a script, whose labels are no commands. */
export class CaseReader {
  /** For each `case` around, whether a label comes next. */
  readonly #labelNext: boolean[] = [];
  /** What the command at hand starts with. */
  #text = '';
  /** Whether one is written in a way of which we are not sure. */
  isUnclear = false;

  /** @param text the next part of the command at hand. */
  read(text: string): void {
    if (this.#text.length < longestHead) this.#text += text;
  }

  get isOpen(): boolean {
    return this.#labelNext.length > 0;
  }

  /** Whether nothing has been read of the command at hand. */
  get isAtStart(): boolean {
    return this.#text.trim() === '';
  }

  /** Whether a label is being read. */
  get isInLabel(): boolean {
    return this.#labelNext.at(-1) === true ? !this.#isEnd : this.#isHead;
  }

  /** Ends what is read. @returns whether that was a part of a `case`, and no command. */
  endsPart(separator: string): boolean {
    const isPart = this.#follow(separator);
    if (!isPart && start.test(this.#head)) this.isUnclear = true;
    this.#text = '';
    return isPart;
  }

  #follow(separator: string): boolean {
    if (this.#isHead) this.#labelNext.push(separator !== ')');
    else if (this.isOpen && this.#isEnd) this.#labelNext.pop();
    else if (this.isInLabel && separator === ')') this.#set(false);
    else {
      if (this.isOpen && /^;[;&]/.test(separator)) this.#set(true);
      return false;
    }
    return true;
  }

  #set(isLabelNext: boolean): void {
    this.#labelNext[this.#labelNext.length - 1] = isLabelNext;
  }

  get #isHead(): boolean {
    const text = this.#head;
    return start.test(text) && head.test(text);
  }

  get #isEnd(): boolean {
    return /^\s*esac(?:[\s)]|$)/.test(this.#text);
  }

  get #head(): string {
    return this.#text.slice(0, longestHead);
  }
}
