import type { SourceDocument } from '../documents/document.ts';
import { Field } from '../documents/field.ts';

/** Whether the input holds everything that could grant something to a workload, and how we know. */
export interface Completeness {
  readonly complete: boolean;
  /**
   * Whether that goes for accounts too: a chart or a kustomization may use one that the cluster already has, a dump of
   * a cluster, or what the user calls complete, may not.
   */
  readonly accounts: boolean;
  /** Said in messages: "the input is …". */
  readonly reason: string;
}

const kustomizationNames = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Tells for each document whether its input is closed: a rendered chart, a kustomization, a dump of a cluster. */
export class CompletenessIndex {
  readonly #forced: boolean | undefined;
  readonly #folders = new Set<string>();
  readonly #dumps = new Set<string>();
  readonly #kustomizations = new Map<string, string | undefined>();

  /** @param forced what the user says of all input, if anything. */
  constructor(documents: readonly SourceDocument[], forced: boolean | undefined) {
    this.#forced = forced;
    for (const document of documents) {
      const { folder, name } = splitUri(document.uri);
      if (kustomizationNames.has(name)) this.#folders.add(folder);
      if (isClusterDump(document)) this.#dumps.add(document.uri);
    }
  }

  of(document: SourceDocument): Completeness {
    if (this.#forced !== undefined) {
      return {
        complete: this.#forced,
        accounts: this.#forced,
        reason: `declared ${this.#forced ? 'complete' : 'incomplete'} by you`,
      };
    }
    if (document.template !== undefined) return { complete: true, accounts: false, reason: 'a rendered chart' };
    if (this.#dumps.has(document.uri))
      return { complete: true, accounts: true, reason: 'a list of a cluster’s objects' };
    const folder = this.#kustomizationAbove(splitUri(document.uri).folder);
    if (folder !== undefined)
      return { complete: true, accounts: false, reason: `a kustomization (${folder === '' ? '.' : folder})` };
    return { complete: false, accounts: false, reason: 'not known to be complete: bindings may be elsewhere' };
  }

  /** The nearest folder with a kustomization, at or above a folder. */
  #kustomizationAbove(folder: string): string | undefined {
    if (this.#folders.has(folder)) return folder;
    if (folder === '' || this.#folders.size === 0) return undefined;
    if (!this.#kustomizations.has(folder)) {
      this.#kustomizations.set(folder, this.#kustomizationAbove(splitUri(folder).folder));
    }
    return this.#kustomizations.get(folder);
  }
}

function splitUri(uri: string): { folder: string; name: string } {
  const slash = uri.lastIndexOf('/');
  return slash === -1 ? { folder: '', name: uri } : { folder: uri.slice(0, slash), name: uri.slice(slash + 1) };
}

/** `kubectl get … -o yaml` prints a List of objects that the API server has stored, RBAC among them. */
function isClusterDump(document: SourceDocument): boolean {
  const root = Field.root(document);
  if (root.get('kind').string !== 'List') return false;
  const items = root.get('items').items();
  const stored = items.length > 0 && items.every((item) => item.at('metadata', 'uid').string !== undefined);
  return stored && items.some((item) => item.get('kind').string?.endsWith('RoleBinding') === true);
}
