import { basename } from 'node:path';
import { type FileEvent, FileChangeType } from 'vscode-languageserver/node';
import { isConfig } from '../inputs/findConfig.ts';
import { baselineName } from '../inputs/baselineName.ts';
import type { Folder } from './folder.ts';
import { pathOf } from './path.ts';
import type { Workspace } from './workspace.ts';

export const watchedPatterns = ['**/*.{yaml,yml,json}', '**/Kustomization', '**/.gitignore'];

/** Keeps the workspace as the disk is. */
export class WatchedFiles {
  readonly #workspace: Workspace;
  readonly #reconfigure: () => Promise<void>;

  constructor(workspace: Workspace, reconfigure: () => Promise<void>) {
    this.#workspace = workspace;
    this.#reconfigure = reconfigure;
  }

  async changed(changes: readonly FileEvent[]): Promise<void> {
    if (changes.some(({ uri }) => isSetting(uri))) await this.#reconfigure();
    const byFolder = new Map<Folder, FileEvent[]>();
    for (const change of changes) {
      const folder = await this.#workspace.folderFor(change.uri);
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), change]);
    }
    for (const [folder, own] of byFolder) {
      const names = own.map(({ uri }) => folder.nameOf(uri));
      const known = own.every(({ type }, index) => type === FileChangeType.Changed && folder.has(names[index] ?? ''));
      if (known) this.#workspace.reread(folder, names);
      else await this.#workspace.refresh(folder, new Set(names));
    }
  }

  /** Where the client watches nothing, a save is the sign that other files may have changed too. */
  async saved(uri: string, watching: boolean): Promise<void> {
    if (watching) return;
    if (isSetting(uri)) await this.#reconfigure();
    await this.#workspace.refresh(await this.#workspace.folderFor(uri));
  }
}

/** Whether a file says how to lint: a configuration, or a baseline. */
function isSetting(uri: string): boolean {
  const path = pathOf(uri) ?? '';
  return isConfig(path) || basename(path) === baselineName;
}
