import { join } from 'node:path';
import { baselineName } from './baselineName.ts';
import { foldersUpwards } from './findConfig.ts';
import { statusOf } from './links.ts';

/** The baseline that applies in a folder: the first one upwards, up to the root of the repository. */
export function findBaseline(cwd: string): string | undefined {
  for (const folder of foldersUpwards(cwd)) {
    const path = join(folder, baselineName);
    if (statusOf(path)?.isFile() === true) return path;
  }
  return undefined;
}
