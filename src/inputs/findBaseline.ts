import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { baselineName } from './baselineName.ts';
import { foldersUpwards } from './findConfig.ts';

/** The baseline that applies in a folder: the first one upwards, up to the root of the repository. */
export async function findBaseline(cwd: string): Promise<string | undefined> {
  for await (const folder of foldersUpwards(cwd)) {
    const path = join(folder, baselineName);
    const status = await stat(path).catch(() => undefined);
    if (status?.isFile() === true) return path;
  }
  return undefined;
}
