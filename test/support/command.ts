import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type JsonOutput, readOutput } from './jsonOutput.ts';

const cli = join(import.meta.dirname, '../../dist/cli.js');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user would. */
export function run(
  args: readonly string[],
  options: { cwd: string; input?: string | Buffer; env?: NodeJS.ProcessEnv },
): CommandResult {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env };
  const result = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Runs with `--format json` and reads what it printed. */
export function runJson(
  args: readonly string[],
  options: Parameters<typeof run>[1],
): CommandResult & { output: JsonOutput } {
  const result = run([...args, '--format', 'json'], options);
  return { ...result, output: readOutput(result.stdout) };
}

/** A new folder with these files. */
export function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kube-token-lint-')));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
