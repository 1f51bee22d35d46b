import { basename } from 'node:path';
import { type FileEvent, type FileSystemWatcher, FileChangeType, WatchKind } from 'vscode-languageserver/node';
import { isConfig } from '../inputs/findConfig.ts';
import { baselineName } from '../inputs/baselineName.ts';
import type { Folder } from './folder.ts';
import { pathOf } from './path.ts';
import type { Workspace } from './workspace.ts';
import { addTo } from '../lists/addTo.ts';
import { lazy } from '../memo/lazy.ts';

export const watchers: readonly FileSystemWatcher[] = [
  ...['**/*.{yaml,yml,json}', '**/Kustomization', '**/.gitignore'].map((globPattern) => ({ globPattern })),
  // Of a folder that is gone, some editors name the folder alone.
  { globPattern: '**/*', kind: WatchKind.Delete },
];

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
    for (const change of changes) addTo(byFolder, await this.#workspace.folderFor(change.uri), change);
    for (const [folder, all] of byFolder) {
      const own = all.filter(isOfInterest(folder));
      if (own.length === 0) continue;
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

/** Of what was deleted, only files and folders that something is known of. */
function isOfInterest(folder: Folder): (event: FileEvent) => boolean {
  const folders = lazy(() => new Set(folder.names.flatMap(foldersAbove)));
  return ({ uri, type }) => {
    const name = folder.nameOf(uri);
    if (type !== FileChangeType.Deleted || folder.has(name) || isSetting(uri)) return true;
    return folders().has(name) || basename(name) === '.gitignore';
  };
}

/** `a` and `a/b` of `a/b/c.yaml`. */
function foldersAbove(name: string): string[] {
  return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));
}
