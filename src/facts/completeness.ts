import type { SourceDocument } from '../documents/document.ts';
import type { Kustomization } from './kustomize/kustomization.ts';
import { KustomizationIndex } from './kustomize/kustomizationIndex.ts';
import type { FileFacts } from './fileFacts.ts';
import { folderOfChart } from './objects/scope.ts';

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

/** Every cluster has some of both: where there are none of one, nobody asked for them. */
const bindingKinds = ['RoleBinding', 'ClusterRoleBinding'];

/** Tells for each document whether its input is closed: a rendered chart, a kustomization, a dump of a cluster. */
export class CompletenessIndex {
  /** Which files are parts of a kustomization. */
  readonly kustomized: KustomizationIndex;
  readonly #forced: boolean | undefined;
  /** Dumps, and whether they hold bindings of each kind. */
  readonly #dumps = new Map<string, boolean>();
  /** Documents that could not be read: anything may stand there. */
  readonly #unread: readonly SourceDocument[];

  /** @param forced what the user says of all input, if anything. */
  constructor(
    files: readonly Pick<FileFacts, 'uri' | 'documents' | 'unread' | 'isDump' | 'resources'>[],
    kustomizations: readonly Kustomization[],
    forced: boolean | undefined,
  ) {
    this.#forced = forced;
    this.kustomized = new KustomizationIndex(kustomizations, files);
    this.#unread = files.flatMap(({ unread }) => unread);
    for (const { uri, isDump, resources } of files)
      if (isDump)
        this.#dumps.set(
          uri,
          bindingKinds.every((kind) => resources.some((one) => one.kind === kind)),
        );
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
    if (document.template !== undefined) {
      const chart = folderOfChart(document);
      if (this.#unread.some((other) => folderOfChart(other) === chart)) return partlyRead;
      return { complete: true, accounts: false, declared: false, reason: 'a rendered chart' };
    }
    const complete = this.#dumps.get(document.uri);
    if (complete !== undefined) {
      if (this.#unread.some(({ uri }) => uri === document.uri)) return partlyRead;
      return { complete, accounts: true, declared: false, reason: 'a list of a cluster’s objects' };
    }
    const folder = this.kustomized.closedAround(document.uri);
    if (folder !== undefined) {
      if (this.#unread.some(({ uri }) => this.kustomized.closedAround(uri) === folder)) return partlyRead;
      return {
        complete: true,
        accounts: false,
        declared: false,
        reason: `a kustomization (${folder === '' ? '.' : folder})`,
      };
    }
    return {
      complete: false,
      accounts: false,
      declared: false,
      reason: 'not known to be complete: bindings may be elsewhere',
    };
  }
}

const partlyRead: Completeness = {
  complete: false,
  accounts: false,
  declared: false,
  reason: 'not known to be complete: part of it could not be read',
};
