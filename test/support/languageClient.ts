import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type ProtocolConnection,
  type WorkspaceEdit,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cli } from './command.ts';

/** What a modern editor can do. */
export const modern: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: { publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } } },
  window: { workDoneProgress: true },
};

export interface ClientOptions {
  readonly roots: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** What the section `kube-token-lint` holds at first. */
  readonly settings?: unknown;
  /** The program; the built command where unset. */
  readonly program?: string;
}

/** An editor, as far as the protocol goes. */
export class LanguageClient {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  /** The diagnostics that were sent last, by URI. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly registrations: string[] = [];
  readonly messages: string[] = [];
  readonly logs: string[] = [];
  /** What the section `kube-token-lint` holds. */
  settings: unknown = null;
  progress: 'none' | 'begun' | 'ended' = 'none';
  stdout = '';
  #documents = new Map<string, TextDocument>();
  #waiting = new Set<() => void>();

  constructor(cwd: string, program: string = cli) {
    this.process = spawn(process.execPath, [program, 'lsp', '--stdio'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
    this.exited = new Promise((resolve) => this.process.on('exit', resolve));
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error('no pipes');
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    stdin.on('error', () => undefined);
    this.#listen();
  }

  static async start({
    roots,
    capabilities = modern,
    initializationOptions,
    settings = null,
    program,
  }: ClientOptions): Promise<LanguageClient> {
    const client = new LanguageClient(roots[0] ?? process.cwd(), program);
    client.settings = settings;
    await client.initialize(roots, capabilities, initializationOptions);
    return client;
  }

  async initialize(roots: readonly string[], capabilities: ClientCapabilities, options?: unknown): Promise<unknown> {
    const folders = roots.map((root) => ({ uri: pathToFileURL(root).href, name: root }));
    const modernFolders = capabilities.workspace?.workspaceFolders === true;
    const result: unknown = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folders[0]?.uri ?? null,
      ...(modernFolders ? { workspaceFolders: folders.length === 0 ? null : folders } : {}),
      capabilities,
      initializationOptions: options,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
        this.diagnostics.set(uri, diagnostics);
        this.#wake();
      },
    );
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: readonly { method: string }[] }) => {
        this.registrations.push(...registrations.map(({ method }) => method));
        return null;
      },
    );
    for (const method of ['inlayHint', 'codeLens']) connection.onRequest(`workspace/${method}/refresh`, () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onNotification('$/progress', ({ value: { kind } }: { value: { kind: string } }) => {
      this.progress = kind === 'end' ? 'ended' : 'begun';
      this.#wake();
    });
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
      this.#wake();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logs.push(message);
      this.#wake();
    });
    connection.listen();
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves when something holds; what is asked is asked again with each message of the server. */
  async until(what: string, holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`never came: ${what}; diagnostics: ${JSON.stringify([...this.diagnostics]).slice(0, 2000)}`));
      }, 30_000);
      const check = (): void => {
        if (!holds()) return;
        clearTimeout(timeout);
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Resolves when the workspace has been read. */
  async scanned(): Promise<void> {
    await this.until('the end of the scan', () => this.progress === 'ended');
  }

  async open(path: string, text = readFileSync(path, 'utf8'), languageId = 'yaml'): Promise<string> {
    const uri = path.includes(':') ? path : pathToFileURL(path).href;
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  text(uri: string): string {
    return this.#documents.get(uri)?.getText() ?? '';
  }

  /** Types: replaces the one place where a text stands by another, as an incremental change. */
  async replace(uri: string, from: string, to: string): Promise<void> {
    const document = this.#documents.get(uri);
    const at = document?.getText().indexOf(from) ?? -1;
    if (document === undefined || at === -1) throw new Error(`no "${from}" in ${uri}`);
    const range = { start: document.positionAt(at), end: document.positionAt(at + from.length) };
    const contentChanges = [{ range, text: to }];
    const version = document.version + 1;
    this.#documents.set(uri, TextDocument.update(document, contentChanges, version));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Asks for something at the place where a text stands. */
  async ask(method: string, uri: string, marker: string, more: object = {}): Promise<unknown> {
    return this.connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri },
      position: this.#document(uri).positionAt(this.text(uri).indexOf(marker) + 1),
      ...more,
    });
  }

  /** Asks for something about a whole document. */
  async askAbout(method: string, uri: string): Promise<unknown> {
    const end = this.#document(uri).positionAt(Number.MAX_SAFE_INTEGER);
    const range = { start: { line: 0, character: 0 }, end };
    return this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, range });
  }

  async codeActions(uri: string, diagnostic: Diagnostic | undefined, only?: string[]): Promise<CodeAction[]> {
    const start = { line: 0, character: 0 };
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic?.range ?? { start, end: start },
      context: { diagnostics: diagnostic === undefined ? [] : [diagnostic], ...(only === undefined ? {} : { only }) },
    });
  }

  /** Applies the part of an edit that is about one document, and tells the server. */
  async apply(uri: string, edit: WorkspaceEdit | undefined): Promise<void> {
    const document = this.#document(uri);
    const changes = edit?.documentChanges?.flatMap((change) =>
      'textDocument' in change && change.textDocument.uri === uri ? change.edits : [],
    );
    const edits = (changes ?? edit?.changes?.[uri] ?? []).flatMap((one) => ('newText' in one ? [one] : []));
    const text = TextDocument.applyEdits(document, edits);
    await this.replace(uri, document.getText(), text);
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`not open: ${uri}`);
    return document;
  }

  /** The rules that a file's diagnostics name. */
  codes(uri: string): string[] {
    return (this.diagnostics.get(uri) ?? []).map(({ code }) => String(code)).sort();
  }

  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return this.exited;
  }
}

export function uriOf(root: string, name: string): string {
  return pathToFileURL(join(root, name)).href;
}
