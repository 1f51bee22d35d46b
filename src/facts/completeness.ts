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
    if (this.#forced !== undefined) return declared(this.#forced);
    const { template, uri } = document;
    if (template !== undefined) {
      const chart = folderOfChart(document);
      return this.#closed('a rendered chart', (other) => folderOfChart(other) === chart);
    }
    const complete = this.#dumps.get(uri);
    if (complete !== undefined) {
      const known = this.#closed('a list of a cluster’s objects', (other) => other.uri === uri);
      return known === partlyRead ? known : { ...known, complete, accounts: true };
    }
    const folder = this.kustomized.closedAround(uri);
    if (folder === undefined) return unknown('bindings may be elsewhere');
    return this.#closed(
      `a kustomization (${folder === '' ? '.' : folder})`,
      (other) => this.kustomized.closedAround(other.uri) === folder,
    );
  }

  /** An input that holds all roles and bindings, unless a part of it could not be read. */
  #closed(reason: string, isPart: (document: SourceDocument) => boolean): Completeness {
    return this.#unread.some(isPart) ? partlyRead : { complete: true, accounts: false, declared: false, reason };
  }
}

function declared(complete: boolean): Completeness {
  const reason = `declared ${complete ? 'complete' : 'incomplete'} by you`;
  return { complete, accounts: complete, declared: true, reason };
}

function unknown(why: string): Completeness {
  return { complete: false, accounts: false, declared: false, reason: `not known to be complete: ${why}` };
}

const partlyRead = unknown('part of it could not be read');
