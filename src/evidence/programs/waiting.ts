import type { Knowledge } from '../knowledge/knowledge.ts';

/** Whether a container does more than to wait for those who enter it, with what they bring. */
export class Waiting {
  #waits: 'no' | 'briefly' | 'for-ever' = 'no';
  #works = false;
  readonly #knowledge: Knowledge;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** Whether it only waits, or at last waits for ever. */
  get isEntered(): boolean {
    return this.#waits === 'for-ever' || (this.#waits === 'briefly' && !this.#works);
  }

  work(): void {
    this.#works = true;
  }

  wait(long: string): void {
    if (long === 'for-ever' || (long === 'briefly' && this.#waits === 'no')) this.#waits = long;
  }

  /** Takes in a command that is known not to call the API server. @returns whether it is one. */
  takes(line: string): boolean {
    const known = this.#knowledge.idleCommand(line);
    if (known === undefined) return false;
    if (known.waits === undefined) this.work();
    else this.wait(known.waits);
    return true;
  }
}
