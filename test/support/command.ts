import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type JsonOutput, readOutput } from './jsonOutput.ts';

/** The built command. */
export const cli = join(import.meta.dirname, '../../dist/cli.cjs');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is stopped; its code is then `null`. */
  readonly timeout?: number;
  /** Who runs it. */
  readonly user?: User;
}

export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs the built command as a user would. */
export function run(args: readonly string[], options: RunOptions): CommandResult {
  const { cwd, input, timeout, user } = options;
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env };
  const result = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    ...(timeout === undefined ? {} : { timeout, killSignal: 'SIGKILL' }),
    ...user,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Runs with `--format json` and reads what it printed. */
export function runJson(args: readonly string[], options: RunOptions): CommandResult & { output: JsonOutput } {
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

/** Someone whom the permissions of files bind: the current user, or for root another; `undefined` where there is none. */
export function boundUser(): User | undefined {
  if (process.getuid === undefined) return undefined;
  if (process.getuid() !== 0) return {};
  const nobody = { uid: 65_534, gid: 65_534 };
  return run(['--version'], { cwd: tmpdir(), user: nobody }).code === 0 ? nobody : undefined;
}
