import { constants, type Stats } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Pieces } from '../text/pieces.ts';

/**
 * Writes a file beside its place first, so that nobody ever reads half of it.
 *
 * @param like the file that is replaced: its mode stays, and its owner where that is allowed.
 * @param check runs when all but the last step is done; when it throws, nothing changes.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | Pieces,
  like?: Stats,
  check?: () => Promise<void>,
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
    await check?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
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
