import { failureOf } from './failure.ts';

/** Tells when a plugin's code ends the process, waits for what never comes, or fails when nobody waits for it any more. */
export class ExitWatch {
  #running: string | undefined;
  #isIdle = false;

  constructor() {
    // Comes before the end only where nothing is left to do: not after `process.exit`.
    process.once('beforeExit', () => {
      this.#isIdle = true;
    });
    process.once('exit', () => {
      if (this.#running === undefined) return;
      process.exitCode = 2;
      const fault = this.#isIdle ? 'waits for what never comes' : 'ended the run (process.exit)';
      process.stderr.write(`kube-token-lint: the plugin "${this.#running}" ${fault}: nothing was reported\n`);
    });
    process.on('unhandledRejection', (error) => {
      process.exitCode = 2;
      process.stderr.write(
        `kube-token-lint: a promise of a plugin failed, and no code handles it: ${failureOf(error)}\n`,
      );
    });
  }

  /** Runs code of a plugin. */
  run<T>(name: string, code: () => T): T {
    this.#running = name;
    try {
      return code();
    } finally {
      this.#running = undefined;
    }
  }

  async load<T>(name: string, code: () => Promise<T>): Promise<T> {
    this.#running = name;
    try {
      return await code();
    } finally {
      this.#running = undefined;
    }
  }
}
