import {
  type ClientCapabilities,
  CodeActionKind,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { fixAllKind } from './codeActions.ts';
import { showCommand } from './codeLens.ts';
import type { DiagnosticSupport } from './diagnostics.ts';

/** The client's capabilities, as far as they matter here. */
export interface ClientSupport {
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly workspaceFolders: boolean;
  readonly watchedFiles: boolean;
  readonly progress: boolean;
  /** Whether edits can name the version of the document that they are for. */
  readonly versionedEdits: boolean;
  /** Whether hovers may be Markdown, which other clients show as plain text with its markup. */
  readonly markdown: boolean;
  readonly refreshInlayHints: boolean;
  readonly refreshCodeLenses: boolean;
  readonly diagnostics: DiagnosticSupport;
}

export function clientSupport({ workspace, textDocument, window }: ClientCapabilities): ClientSupport {
  const published = textDocument?.publishDiagnostics;
  return {
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    markdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? true,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
    diagnostics: {
      relatedInformation: published?.relatedInformation === true,
      tags: published?.tagSupport !== undefined,
    },
  };
}

export const serverCapabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  hoverProvider: true,
  inlayHintProvider: true,
  codeLensProvider: {},
  executeCommandProvider: { commands: [showCommand] },
  completionProvider: { triggerCharacters: ['#', '-', '.', '/'] },
  definitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentLinkProvider: {},
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
