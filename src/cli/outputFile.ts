import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../inputs/reason.ts';
import { replaceFile } from '../inputs/replaceFile.ts';
import { UsageError } from '../inputs/usageError.ts';
import type { Pieces } from '../text/pieces.ts';
import type { Terminal } from './terminal.ts';

/** Written beside its place first, so that nobody ever reads half a report; pipes and devices are written to. */
export async function writeOutput(file: string, pieces: Pieces, { cwd }: Terminal): Promise<void> {
  const path = resolve(cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
      throw new Error(`its folder cannot be made: ${reasonOf(error)}`);
    });
    const existing = await stat(path).catch(() => undefined);
    if (existing !== undefined && !existing.isFile()) await writeFile(path, pieces);
    else await replaceFile(existing === undefined ? path : await realpath(path), pieces, existing);
  } catch (error) {
    throw new UsageError(`Could not write ${file}: ${reasonOf(error)}`);
  }
}
