import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** One run of a command as a whole process. */
export interface Run {
  readonly milliseconds: number;
  /** Peak resident memory in MiB; `undefined` where the system does not tell. */
  readonly peakMemory: number | undefined;
  readonly exitCode: number | null;
}

/** Runs a command and throws its output away. */
export function measure(command: readonly string[], cwd?: string): Promise<Run> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'], cwd });
    let peakMemory: number | undefined;
    // Linux keeps the highest value, so that the last look before the end counts.
    const timer = setInterval(() => {
      peakMemory = peakOf(child.pid) ?? peakMemory;
    }, 5);
    child.on('error', reject);
    child.on('exit', (exitCode) => {
      clearInterval(timer);
      resolve({ milliseconds: performance.now() - start, peakMemory, exitCode });
    });
  });
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
