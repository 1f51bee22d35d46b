// Without `node:`, which the oldest Node that is to be told its age does not know.
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'fs';
import { dirname, join } from 'path';
import { Script } from 'vm';
import type { main } from './main.ts';
import type { Run } from './terminal.ts';

/** The file with most of the code, as the build calls it: by its content. It is a function. */
declare const CORE: string;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  writeSync(2, `kube-token-lint needs Node 20.19 or later (this is ${process.versions.node})\n`);
  process.exit(2);
}

const file = join(__dirname, CORE);
/**
 * To compile the code takes longer than to lint a small file, so a lint leaves here what V8 has made of it, where it is as
 * safe as the code itself. V8 refuses what other versions, or those with other flags, have made.
 */
const compiled = (run: Run): string => `${file}.${process.version}-${process.platform}-${process.arch}.${run}.v8`;

// V8 makes machine code at once of what a long run ran often, for which a short one has no time: its own comes first.
const runs: readonly Run[] = ['short', 'long'];
const kept = runs.find((run) => existsSync(compiled(run)));
const cachedData = kept && readIfNewer(compiled(kept));
const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(cachedData && { cachedData }) });
const wrapper: unknown = script.runInThisContext();
const command: unknown = module.exports;
// This module stands for that file: a module of its own would need `node:module`, which takes longer to load than a file to lint.
require.cache[file] = module;
const load = (id: string): unknown => module.require(id.startsWith('.') ? join(dirname(file), id) : id);
if (typeof wrapper === 'function') Reflect.apply(wrapper, undefined, [command, load, dirname(file)]);
if (hasMain(command)) {
  void command.main((run) => {
    const serves = script.cachedDataRejected === false && (kept === 'short' || run === 'long');
    if (!serves) replaceFile(compiled(run), twice(script.createCachedData()));
  });
}

function hasMain(value: unknown): value is { main: typeof main } {
  return typeof value === 'object' && value !== null && 'main' in value;
}

/**
 * V8 itself takes what was compiled of any code of the same length, and crashes on what is damaged: it is there twice, which
 * takes less than any checksum.
 */
function readIfNewer(path: string): Buffer | undefined {
  try {
    if (statSync(path).mtimeMs <= statSync(file).mtimeMs) return undefined;
    const written = readFileSync(path);
    const content = written.subarray(0, written.length / 2);
    return content.equals(written.subarray(written.length / 2)) ? content : undefined;
  } catch {
    return undefined;
  }
}

function twice(content: Buffer): Buffer {
  return Buffer.concat([content, content]);
}

/**
 * Another run may be reading or writing the same; where nothing may be written, nothing is. Who may read the code may read
 * it, and nobody else may write it. V8 does not check what it is given: it must be on the disk before it has its name.
 */
function replaceFile(path: string, content: Buffer): void {
  const written = `${path}.${String(process.pid)}`;
  let descriptor: number;
  try {
    descriptor = openSync(written, 'wx');
  } catch {
    return;
  }
  try {
    if (store(descriptor, content)) renameSync(written, path);
  } catch {
    // What another run left there serves as well.
  }
  // Gone already where it has its name.
  rmSync(written, { force: true });
}

/** Whether all of it is on the disk. */
function store(descriptor: number, content: Buffer): boolean {
  try {
    fchmodSync(descriptor, statSync(file).mode & 0o755);
    const isWhole = writeSync(descriptor, content) === content.length;
    fsyncSync(descriptor);
    return isWhole;
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}
