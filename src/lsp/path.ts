import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a document or a folder; `undefined` for one that is in no file, or whose URI names none here. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return resolve(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}
