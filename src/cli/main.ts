import { printable } from '../text/printable.ts';
import { run } from './run.ts';

let unwritable: Error | undefined;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe: that is no error.
  if (error.code === 'EPIPE' || unwritable !== undefined) return;
  unwritable = error;
  process.stderr.write(`kube-token-lint: could not write the report: ${error.message}\n`);
  process.exitCode = 2;
});

try {
  const code = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    stdin: process.stdin,
    isScreen: process.stdout.isTTY,
    isErrorScreen: process.stderr.isTTY,
    // https://no-color.org: set, and not empty.
    color: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(printable(text)),
    writeError: (text) => process.stderr.write(text),
  });
  // Set already where the report could not be written.
  process.exitCode ??= code;
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `kube-token-lint: internal error: ${printable(reason)}\nPlease report it: https://github.com/kube-token-lint/kube-token-lint/issues\n`,
  );
  if (process.env['KUBE_TOKEN_LINT_DEBUG'] !== undefined) throw error;
  process.exitCode = 2;
}
