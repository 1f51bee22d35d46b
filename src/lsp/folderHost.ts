import type { Connection, TextDocuments, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientSupport } from './capabilities.ts';
import type { Configuration } from './configuration.ts';
import type { Folder } from './folder.ts';
import { Publisher } from './publisher.ts';
import type { ScanOptions } from './scan.ts';
import type { FolderSettings } from './settings.ts';
import type { Host, Workspace } from './workspace.ts';

/** Milliseconds after which open files are linted with what has been read so far. */
const patience = 200;

type Steps = Pick<ScanOptions, 'progress' | 'cancelled'>;

/** What happens to folders, shown to the client. */
export class FolderHost implements Host {
  readonly #connection: Connection;
  readonly #support: ClientSupport;
  readonly #configuration: Configuration;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #publisher: Publisher;
  readonly #scanning = new Set<Folder>();
  /** Folders whose open files changed while they are scanned. */
  readonly #due = new Set<Folder>();

  constructor(
    connection: Connection,
    support: ClientSupport,
    configuration: Configuration,
    documents: TextDocuments<TextDocument>,
  ) {
    this.#connection = connection;
    this.#support = support;
    this.#configuration = configuration;
    this.#documents = documents;
    this.#publisher = new Publisher(connection, support, configuration);
  }

  settings(root: string): Promise<FolderSettings> {
    return this.#configuration.folder(root);
  }

  documents(): readonly TextDocument[] {
    return this.#documents.all();
  }

  reading(folder: Folder): void {
    this.#scanning.add(folder);
    this.#publisher.openOnly.add(folder);
  }

  changed(folder: Folder): void {
    if (this.#scanning.has(folder)) this.#due.add(folder);
    else this.#publisher.schedule(folder);
  }

  moved(uri: string, from: Folder, to: Folder): void {
    this.#publisher.move(uri, from, to);
  }

  removed(folder: Folder): void {
    this.#publisher.clear(folder);
  }

  async reconfigure(workspace: Workspace): Promise<void> {
    for (const creating of workspace.folders) {
      const folder = await creating;
      folder.configure(await this.settings(folder.root));
      // Others may be left out now.
      await workspace.refresh(folder, new Set());
    }
  }

  /** While a folder is not read to its end, only open files are spoken of, and only when it takes long. */
  async firstScan(folder: Folder, run: (steps: Steps) => Promise<void>): Promise<void> {
    const start = performance.now();
    const shown = this.#support.progress ? new ScanProgress(this.#connection) : undefined;
    try {
      await run({
        progress: (done, total) => {
          shown?.report(done, total);
          const late = done < total && performance.now() - start > patience;
          if (late && this.#due.delete(folder)) void this.#publisher.publish(folder);
        },
        cancelled: () => shown?.cancelled === true,
      });
    } finally {
      this.#scanning.delete(folder);
      this.#due.delete(folder);
      if (shown?.cancelled !== true) this.#publisher.openOnly.delete(folder);
      await this.#publisher.publish(folder);
      shown?.done();
    }
  }
}

/** The progress of a scan, as soon as the client has made room for it. */
class ScanProgress {
  #reporter: WorkDoneProgressServerReporter | undefined;
  #finished = false;

  constructor(connection: Connection) {
    void connection.window.createWorkDoneProgress().then(
      (reporter) => {
        reporter.begin('Reading manifests', 0, '', true);
        // What is begun is ended, however late the client's answer came.
        if (this.#finished) reporter.done();
        else this.#reporter = reporter;
      },
      () => undefined,
    );
  }

  get cancelled(): boolean {
    return this.#reporter?.token.isCancellationRequested === true;
  }

  report(done: number, total: number): void {
    this.#reporter?.report(Math.round((done / total) * 100), `${String(done)} of ${String(total)} files`);
  }

  done(): void {
    this.#finished = true;
    this.#reporter?.done();
  }
}
