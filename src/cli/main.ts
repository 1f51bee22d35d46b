import { fstatSync } from 'node:fs';
import { printable } from '../text/printable.ts';
import { run } from './run.ts';
import { StandardOutput } from './stdout.ts';
import type { Run } from './terminal.ts';

/**
 * Runs the command of this process.
 * @param keepCompiled is called where what a usual run needs has been compiled.
 */
export async function main(keepCompiled: (run: Run) => void): Promise<void> {
  const output = new StandardOutput((error) => {
    // A reader that has seen enough (`| head`) closes the pipe: that is no error.
    if (error.code === 'EPIPE') return;
    process.stderr.write(`kube-token-lint: could not write the report: ${error.message}\n`);
    process.exitCode = 2;
  });
  try {
    const code = await run(process.argv.slice(2), {
      cwd: process.cwd(),
      // Opened when it is asked for.
      get stdin() {
        return process.stdin;
      },
      get isPipedTo() {
        try {
          return fstatSync(0).isFIFO();
        } catch {
          return false;
        }
      },
      get isScreen() {
        return process.stdout.isTTY;
      },
      get isErrorScreen() {
        return process.stderr.isTTY;
      },
      // https://no-color.org: set, and not empty.
      get color() {
        return (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb' && process.stdout.isTTY;
      },
      write: (text) => {
        output.write(text);
      },
      warn: (text) => {
        writeError(printable(text));
      },
      writeError,
      keepCompiled,
    });
    if (code === undefined) return;
    // Set already where the report could not be written.
    process.exitCode ??= code;
    end(output);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `kube-token-lint: internal error: ${printable(reason)}\nPlease report it: https://github.com/kube-token-lint/kube-token-lint/issues\n`,
    );
    if (process.env['KUBE_TOKEN_LINT_DEBUG'] !== undefined) throw error;
    process.exitCode = 2;
  }
}

let saidErrors = false;

/** Nothing is no reason to open the stream. */
function writeError(text: string): void {
  if (text === '') return;
  saidErrors = true;
  process.stderr.write(text);
}

/**
 * At once where all is written: Node by itself first collects the garbage of a long run, a thirtieth of its time. What code
 * of plugins has left running may still fail, and whoever listens to that is to hear it.
 */
function end(output: StandardOutput): void {
  const errorsWait = saidErrors && process.stderr.writableLength > 0;
  if (output.isWritten && !errorsWait && process.listenerCount('unhandledRejection') === 0) process.exit();
}
