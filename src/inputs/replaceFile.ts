import { constants, type Stats } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Pieces } from '../text/pieces.ts';

type Content = string | Uint8Array | Pieces;

/**
 * Writes a file beside its place first, so that nobody ever reads half of it.
 *
 * @param like the file that is replaced: its mode stays, and its owner where that is allowed.
 * @param check runs when all but the last step is done; when it throws, nothing changes.
 */
export function replaceFile(path: string, content: Content, like?: Stats, check?: () => Promise<void>): Promise<void> {
  return writeBeside(path, content, like, async (temporary) => {
    await check?.();
    await rename(temporary, path);
  });
}

/**
 * Writes a file that has several names so that it keeps them all. Its new text lies beside it until all of it is in its
 * place, should the run be ended meanwhile.
 *
 * @param old what it says now: it says that again where the new text cannot be written.
 * @param check runs when all but the last step is done; when it throws, nothing changes.
 */
export function overwriteFile(
  path: string,
  content: string,
  old: Uint8Array,
  like: Stats,
  check: () => Promise<void>,
): Promise<void> {
  return writeBeside(path, content, like, async (temporary) => {
    await check();
    try {
      await writeOver(path, Buffer.from(content));
    } catch (error) {
      await writeOver(path, old).catch(() => {
        throw new HalfWritten(`only a part of it was; all of it is in ${basename(temporary)} beside it`);
      });
      throw error;
    }
    await rm(temporary);
  });
}

/** What lies beside the file is all there is. */
class HalfWritten extends Error {}

async function writeOver(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.writeFile(content);
    await file.truncate(content.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @param finish puts what was written in its place; when it throws, that is removed. */
async function writeBeside(
  path: string,
  content: Content,
  like: Stats | undefined,
  finish: (temporary: string) => Promise<void>,
): Promise<void> {
  if (like !== undefined) await refuseReadOnly(path, like);
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${crypto.randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', like === undefined ? 0o666 : like.mode & 0o777);
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else for (const piece of content) await file.appendFile(piece);
      if (like !== undefined) {
        await file.chown(like.uid, like.gid).catch(() => undefined);
        await file.chmod(like.mode & 0o7777);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await finish(temporary);
  } catch (error) {
    if (!(error instanceof HalfWritten)) await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * A new file takes the place of the old one whatever its mode is, and root may write every file.
 * @throws where a file shall not be written.
 */
export async function refuseReadOnly(path: string, { mode }: Stats): Promise<void> {
  await access(path, constants.W_OK);
  if ((mode & 0o222) === 0) throw new Error('it is read-only');
}
