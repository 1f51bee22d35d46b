/** How much of the code a run has run often: there V8 has compiled more than a short one needs. */
export type Run = 'short' | 'long';

/** The world as a command sees it, so that tests can give it another. */
export interface Terminal {
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Whether another command may write to standard input. */
  readonly isPipedTo: boolean;
  /** Whether standard output is a terminal, and no file or pipe. */
  readonly isScreen: boolean;
  /** Whether standard error is. */
  readonly isErrorScreen: boolean;
  /** Whether standard output shows colours. */
  readonly color: boolean;
  write(text: string): void;
  /** Says something on standard error, fit for a terminal. */
  warn(text: string): void;
  /** Writes to standard error as it is. */
  writeError(text: string): void;
  /** Keeps what this run has compiled for the next ones. */
  keepCompiled(run: Run): void;
}
