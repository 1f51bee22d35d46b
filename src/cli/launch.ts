import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { main } from './main.ts';

/** The file with most of the code, as the build calls it: by its content. */
declare const CORE: string;

const file = join(__dirname, CORE);
/**
 * To compile the code takes longer than to lint a small file, so a lint leaves here what V8 has made of it, where it is as
 * safe as the code itself. V8 refuses what other versions, or those with other flags, have made.
 */
const compiled = `${file}.${process.version}-${process.platform}-${process.arch}.v8`;

const load = createRequire(file);
const cachedData = readIfThere(compiled);
const code = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
const script = new Script(code, { filename: file, ...(cachedData && { cachedData }) });
const core = new Module(file);
const wrapper: unknown = script.runInThisContext();
const command: unknown = core.exports;
load.cache[file] = core;
if (typeof wrapper === 'function') Reflect.apply(wrapper, undefined, [command, load, core, file, dirname(file)]);
if (hasMain(command)) {
  void command.main(() => {
    if (script.cachedDataRejected !== false) replaceFile(compiled, script.createCachedData());
  });
}

function hasMain(value: unknown): value is { main: typeof main } {
  return typeof value === 'object' && value !== null && 'main' in value;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Another run may be reading or writing the same; where nothing may be written, nothing is. */
function replaceFile(path: string, content: Buffer): void {
  const written = `${path}.${String(process.pid)}`;
  try {
    writeFileSync(written, content, { flag: 'wx' });
    renameSync(written, path);
  } catch {
    rmSync(written, { force: true });
  }
}
