import { type Stats, constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { SourceFile } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import { reasonOf } from './reason.ts';
import { refuseReadOnly, replaceFile } from './replaceFile.ts';

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
  const written = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { before, after } of rewrites) {
    try {
      await write(resolve(cwd, before.uri), before.text, after.text, written);
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

async function write(named: string, before: string, after: string, written: Map<string, string>): Promise<void> {
  const path = await realpath(named);
  // Two names of one file: it says that already.
  if (written.get(path) === after) return;
  const status = await stat(path);
  const mark = await markOfUnchanged(path, before, status);
  await replaceFile(path, mark + after, status, async () => {
    await markOfUnchanged(path, before, status);
  });
  written.set(path, after);
}

const byteOrderMark = '\ufeff';

/** The byte order mark of a file that still holds this text, or nothing where it has none. */
async function markOfUnchanged(path: string, text: string, { ino }: Stats): Promise<string> {
  const bytes = await readFile(path);
  const mark = [byteOrderMark, ''].find((start) => bytes.equals(Buffer.from(start + text)));
  if (mark === undefined || (await stat(path)).ino !== ino) throw new ChangedMeanwhile();
  return mark;
}
