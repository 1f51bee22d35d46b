import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The patterns of one file, which go for what lies below a folder. */
interface Patterns {
  readonly folder: string;
  readonly matcher: Ignore;
}

/** What git ignores, as far as the folders down to one say it: the deepest folder's word counts (gitignore(5)). */
export class GitIgnore {
  readonly #patterns: readonly Patterns[];

  private constructor(patterns: readonly Patterns[]) {
    this.#patterns = patterns;
  }

  /** What the repository says of a folder: the files from its root down to the folder's parent. */
  static above(folder: string): GitIgnore {
    const parents: string[] = [];
    for (let at = folder; !existsSync(join(at, '.git'));) {
      const parent = dirname(at);
      // Without a repository, the folders above have no say.
      if (parent === at) return new GitIgnore([]);
      at = parent;
      parents.unshift(at);
    }
    const root = parents[0] ?? folder;
    const start = new GitIgnore(readPatterns(join(root, '.git', 'info', 'exclude'), root));
    return parents.reduce((known, parent) => known.with(parent), start);
  }

  /** Adds what a folder's own file says. */
  with(folder: string): GitIgnore {
    const own = readPatterns(join(folder, '.gitignore'), folder);
    return own.length === 0 ? this : new GitIgnore([...this.#patterns, ...own]);
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, matcher } of this.#patterns.toReversed()) {
      const below = relative(folder, path).split(sep).join('/');
      // A repository does not ignore its own root.
      if (below === '') continue;
      const { ignored, unignored } = matcher.test(`${below}${isFolder ? '/' : ''}`);
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

function readPatterns(path: string, folder: string): Patterns[] {
  try {
    return [{ folder, matcher: ignore().add(readFileSync(path, 'utf8')) }];
  } catch {
    // There is none, or git could not read it either.
    return [];
  }
}
