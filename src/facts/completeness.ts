import type { SourceDocument } from '../documents/document.ts';
import type { Kustomization } from './kustomization.ts';

/** Whether the input holds everything that could grant something to a workload, and how we know. */
export interface Completeness {
  readonly complete: boolean;
  /**
   * Whether that goes for accounts too: a chart or a kustomization may use one that the cluster already has, a dump of
   * a cluster, or what the user calls complete, may not.
   */
  readonly accounts: boolean;
  /** Whether the user says so, and not what the input looks like. */
  readonly declared: boolean;
  /** Said in messages: "the input is …". */
  readonly reason: string;
}

/** Tells for each document whether its input is closed: a rendered chart, a kustomization, a dump of a cluster. */
export class CompletenessIndex {
  readonly #forced: boolean | undefined;
  readonly #folders = new Set<string>();
  readonly #dumps = new Set<string>();
  readonly #kustomizations = new Map<string, string | undefined>();

  /** @param forced what the user says of all input, if anything. */
  constructor(
    files: readonly { readonly documents: readonly SourceDocument[]; readonly isDump: boolean }[],
    kustomizations: readonly Kustomization[],
    forced: boolean | undefined,
  ) {
    this.#forced = forced;
    const there = new Set(['']);
    for (const { documents, isDump } of files) {
      const uri = documents[0]?.uri ?? '';
      if (isDump) this.#dumps.add(uri);
      if (kustomizations.length === 0) continue;
      for (let path = uri; !there.has(path); path = folderOf(path)) there.add(path);
    }
    for (const { folder, resources, remote } of kustomizations) {
      // What it draws in from elsewhere may hold bindings.
      if (!remote && resources.every((path) => there.has(path))) this.#folders.add(folder);
    }
  }

  of(document: SourceDocument): Completeness {
    if (this.#forced !== undefined) {
      return {
        complete: this.#forced,
        accounts: this.#forced,
        declared: true,
        reason: `declared ${this.#forced ? 'complete' : 'incomplete'} by you`,
      };
    }
    if (document.template !== undefined)
      return { complete: true, accounts: false, declared: false, reason: 'a rendered chart' };
    if (this.#dumps.has(document.uri))
      return { complete: true, accounts: true, declared: false, reason: 'a list of a cluster’s objects' };
    const folder = this.#kustomizationAbove(folderOf(document.uri));
    if (folder !== undefined)
      return {
        complete: true,
        accounts: false,
        declared: false,
        reason: `a kustomization (${folder === '' ? '.' : folder})`,
      };
    return {
      complete: false,
      accounts: false,
      declared: false,
      reason: 'not known to be complete: bindings may be elsewhere',
    };
  }

  /** The nearest folder with a kustomization, at or above a folder. */
  #kustomizationAbove(folder: string): string | undefined {
    if (this.#folders.has(folder)) return folder;
    if (folder === '' || this.#folders.size === 0) return undefined;
    if (!this.#kustomizations.has(folder)) {
      this.#kustomizations.set(folder, this.#kustomizationAbove(folderOf(folder)));
    }
    return this.#kustomizations.get(folder);
  }
}

function folderOf(uri: string): string {
  return uri.split('/').slice(0, -1).join('/');
}
