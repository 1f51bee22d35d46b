/** Tells when a plugin's code ends the process: by `process.exit`, or as it waits for what never comes. */
export class ExitWatch {
  #running: string | undefined;

  constructor() {
    process.once('exit', () => {
      if (this.#running === undefined) return;
      process.exitCode = 2;
      process.stderr.write(
        `kube-token-lint: the plugin "${this.#running}" ended the run, or waits for what never comes: nothing was reported\n`,
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
