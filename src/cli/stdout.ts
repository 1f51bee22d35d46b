import { writeSync } from 'node:fs';

const descriptor = 1;

/**
 * Writes to standard output. Node's stream, which takes as long to make as a small file to lint, is used only for what
 * cannot be written at once.
 */
export class StandardOutput {
  #waits = false;
  #failed = false;
  readonly #onError: (error: NodeJS.ErrnoException) => void;

  /** @param onError is called once where nothing can be written any more. */
  constructor(onError: (error: NodeJS.ErrnoException) => void) {
    this.#onError = onError;
    // A console of Windows reads no UTF-8 by itself.
    if (process.platform === 'win32') this.#wait();
  }

  /** Whether nothing waits for its reader. */
  get isWritten(): boolean {
    return !this.#waits || process.stdout.writableLength === 0;
  }

  write(text: string): void {
    let left: Uint8Array = Buffer.from(text);
    while (left.length > 0 && !this.#waits && !this.#failed) left = left.subarray(this.#writeSome(left));
    if (left.length > 0 && !this.#failed) process.stdout.write(left);
  }

  /** The number of bytes that were written. */
  #writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The reader of a pipe is slow.
      if ('code' in error && error.code === 'EAGAIN') this.#wait();
      else this.#fail(error);
      return 0;
    }
  }

  #wait(): void {
    this.#waits = true;
    process.stdout.on('error', (error: Error) => {
      this.#fail(error);
    });
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#onError(error);
  }
}
