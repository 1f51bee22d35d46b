import { resolve, sep } from 'node:path';
import { uriOf } from './findFiles.ts';
import { realPath, statusOf } from './links.ts';

/** What the user named: files, and folders with all that lies in them. */
export class Reach {
  readonly #cwd: string;
  readonly #named: readonly string[];
  readonly #known = new Map<string, string | undefined>();

  constructor(paths: readonly string[], cwd: string) {
    const wanted = paths.filter((path) => !path.startsWith('!'));
    this.#cwd = cwd;
    this.#named = (wanted.length === 0 ? ['.'] : wanted).map((path) => realPath(namedBy(path, cwd)));
  }

  /** Where the link of this name leads; `undefined` where that was named, too. */
  outside(uri: string): string | undefined {
    if (!this.#known.has(uri)) {
      const target = realPath(resolve(this.#cwd, uri));
      this.#known.set(uri, this.#holds(target) ? undefined : uriOf(target, this.#cwd));
    }
    return this.#known.get(uri);
  }

  #holds(target: string): boolean {
    return this.#named.some((path) => target === path || target.startsWith(path.endsWith(sep) ? path : path + sep));
  }
}

/** The file or folder; of a pattern, the folder that it looks through. */
function namedBy(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  return statusOf(absolute) === undefined ? resolve(cwd, path.replace(/[^\\/]*[*?[\]{}!].*/s, '')) : absolute;
}
