import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  ProposedFeatures,
  ResponseError,
  TextDocuments,
  createConnection,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rules } from '../../rules/registry.ts';
import { type ClientSupport, clientSupport, serverCapabilities } from './capabilities.ts';
import { codeActions } from './codeActions.ts';
import { codeLenses } from './codeLens.ts';
import { completions } from './completion.ts';
import { Configuration } from './configuration.ts';
import { definition, implementation, references } from './definition.ts';
import { documentLinks } from './documentLinks.ts';
import type { Folder } from './folder.ts';
import { FolderHost } from './folderHost.ts';
import { hover, inFormat } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { Lifecycle, checkParams } from './lifecycle.ts';
import { pathOf } from './path.ts';
import { property } from '../inputs/property.ts';
import { WatchedFiles, watchers } from './watchedFiles.ts';
import { Workspace } from './workspace.ts';

/** Serves the client at standard input and output; ends the process when the client does. */
export function serve(version: string): void {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  // What is printed by mistake must not end up between the messages.
  console.log =
    console.info =
    console.debug =
      (...said: unknown[]) => {
        connection.console.log(said.map(String).join(' '));
      };
  process.stdout.on('error', () => process.exit(1));
  process.on('unhandledRejection', (reason) => {
    connection.console.error(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  });
  const lifecycle = new Lifecycle();
  connection.onRequest((method) => {
    lifecycle.check();
    throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
  });
  connection.onInitialize((params) => {
    lifecycle.begin();
    start(connection, params, lifecycle);
    return { capabilities: serverCapabilities, serverInfo: { name: 'kube-token-lint', version } };
  });
  connection.onShutdown(() => {
    lifecycle.end();
  });
  connection.listen();
}

function start(connection: Connection, params: InitializeParams, lifecycle: Lifecycle): void {
  const support = clientSupport(params.capabilities);
  const documents = new TextDocuments(TextDocument);
  const configuration = new Configuration(connection, support, params.initializationOptions);
  const host = new FolderHost(connection, support, configuration, documents);
  const workspace = new Workspace(host);
  const watched = new WatchedFiles(workspace, () => host.reconfigure(workspace));

  documents.onDidChangeContent(({ document }) => workspace.edit(document));
  documents.onDidClose(({ document }) => workspace.close(document.uri));
  documents.onDidSave(({ document }) => watched.saved(document.uri, support.watchedFiles));
  documents.listen(connection);
  connection.onDidChangeWatchedFiles(({ changes }) => watched.changed(changes));
  connection.onDidChangeConfiguration(async ({ settings }) => {
    configuration.replace(settings);
    await host.reconfigure(workspace);
  });
  connection.onInitialized(async () => {
    // Before anything is waited for: what the client is asked for may take its time.
    if (support.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async (change) => {
        for (const { uri } of change.removed) await workspace.remove(pathOf(uri) ?? '');
        await Promise.all(change.added.flatMap(({ uri }) => pathOf(uri) ?? []).map((root) => workspace.add(root)));
      });
    }
    await Promise.all([...rootsOf(params).map((root) => workspace.add(root)), register(connection, support)]);
  });
  answer(connection, workspace, support, lifecycle);
}

/** Old clients know one root only, or a path. */
function rootsOf(params: InitializeParams): string[] {
  const { workspaceFolders: folders } = params;
  if (folders != null && folders.length > 0) return folders.flatMap(({ uri }) => pathOf(uri) ?? []);
  const [uri, path] = ['rootUri', 'rootPath'].map((key) => property(params, key));
  const root = typeof uri === 'string' ? pathOf(uri) : path;
  return typeof root === 'string' ? [root] : [];
}

/** A client may refuse one of them; the connection logs that. */
async function register({ client }: Connection, support: ClientSupport): Promise<void> {
  await Promise.allSettled([
    support.configurationChanges
      ? client.register(DidChangeConfigurationNotification.type, { section: 'kube-token-lint' })
      : undefined,
    support.watchedFiles
      ? client.register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] })
      : undefined,
  ]);
}

/** Each request by its feature. */
function answer(connection: Connection, workspace: Workspace, support: ClientSupport, lifecycle: Lifecycle): void {
  type About = { readonly textDocument: { readonly uri: string } };
  const within =
    (kind: 'document' | 'position') =>
    <P extends About, R>(feature: (folder: Folder, params: P) => R) =>
    async (params: P, token: CancellationToken): Promise<R | undefined> => {
      lifecycle.check();
      checkParams(params, kind);
      const folder = await workspace.folderFor(params.textDocument.uri);
      return token.isCancellationRequested ? undefined : feature(folder, params);
    };
  const [inFolder, atPosition] = [within('document'), within('position')];
  connection.onCodeAction(inFolder((folder, params) => codeActions(folder, params, support.versionedEdits)));
  connection.onHover(atPosition((folder, params) => inFormat(hover(folder, params, rules), support.markdown)));
  connection.languages.inlayHint.on(inFolder(inlayHints));
  connection.onCodeLens(inFolder(codeLenses));
  connection.onExecuteCommand(() => {
    lifecycle.check();
    return null;
  });
  connection.onCompletion(atPosition((folder, params) => completions(folder, params, rules)));
  connection.onDefinition(atPosition(definition));
  connection.onImplementation(atPosition(implementation));
  connection.onReferences(atPosition(references));
  connection.onDocumentLinks(inFolder((folder, params) => documentLinks(folder, params, rules)));
}
