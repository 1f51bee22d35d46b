import { type ExtensionContext, commands, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** Starts the server that comes with the extension. */
export async function activate(context: ExtensionContext): Promise<void> {
  const server = { module: context.asAbsolutePath('dist/server.mjs'), args: ['lsp'], transport: TransportKind.stdio };
  client = new LanguageClient('kube-token-lint', 'kube-token-lint', server, {
    documentSelector: ['yaml', 'json', 'jsonc'].flatMap((language) => [
      { language, scheme: 'file' },
      { language, scheme: 'untitled' },
    ]),
    initializationOptions: workspace.getConfiguration('kube-token-lint'),
  });
  context.subscriptions.push(commands.registerCommand('kube-token-lint.restart', () => client?.restart()));
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
