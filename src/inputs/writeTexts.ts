import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { SourceFile } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import { reasonOf } from './reason.ts';
import { overwriteFile, refuseReadOnly, replaceFile } from './replaceFile.ts';

/** A file as it was read, and what it shall say. */
export interface Rewrite {
  readonly before: SourceFile;
  readonly after: SourceFile;
}

/**
 * Writes texts to their files, each atomically: links, modes and byte order marks stay. A file whose text is no longer
 * what was read is not touched.
 *
 * @returns what could not be written, and why.
 */
export async function writeTexts(rewrites: readonly Rewrite[], cwd: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { before, after } of rewrites) {
    try {
      await write(resolve(cwd, before.uri), before.text, after.text);
    } catch (error) {
      const changed = error instanceof ChangedMeanwhile;
      const message = `Not fixed: ${changed ? 'it changed after it was read; run again' : `it could not be written: ${reasonOf(error)}`}`;
      problems.push({ uri: before.uri, range: null, code: 'not-fixed', severity: 'error', message });
    }
  }
  return problems;
}

/** Why a file could not be written, where that can be told. */
export async function whyReadOnly(uri: string, cwd: string): Promise<string | undefined> {
  try {
    const path = await realpath(resolve(cwd, uri));
    await refuseReadOnly(path, await stat(path));
    await access(dirname(path), constants.W_OK);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

class ChangedMeanwhile extends Error {}

async function write(named: string, before: string, after: string): Promise<void> {
  const path = await realpath(named);
  const status = await stat(path);
  const old = await readFile(path);
  // As another name of it does.
  if (markOf(old, after) !== undefined) return;
  const check = async (): Promise<void> => {
    const isSame = (await readFile(path)).equals(old) && (await stat(path)).ino === status.ino;
    if (!isSame) throw new ChangedMeanwhile();
  };
  const mark = markOf(old, before);
  if (mark === undefined) throw new ChangedMeanwhile();
  if (status.nlink > 1) await overwriteFile(path, mark + after, old, status, check);
  else await replaceFile(path, mark + after, status, check);
}

/** The byte order mark of a file that holds this text, or nothing where it has none; `undefined` where it holds another. */
function markOf(bytes: Buffer, text: string): string | undefined {
  return ['\ufeff', ''].find((mark) => bytes.equals(Buffer.from(mark + text)));
}
