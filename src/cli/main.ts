import { run } from './run.ts';

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exitCode ??= 0;
});

try {
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    stdin: process.stdin,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
  });
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `kube-token-lint: internal error: ${reason}\nPlease report it: https://github.com/kube-token-lint/kube-token-lint/issues\n`,
  );
  if (process.env['KUBE_TOKEN_LINT_DEBUG'] !== undefined) throw error;
  process.exitCode = 2;
}
