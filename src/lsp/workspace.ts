import { existsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readInput } from '../inputs/readInput.ts';
import { Folder } from './folder.ts';
import { pathOf } from './path.ts';
import type { FolderSettings } from './settings.ts';
import { type ScanOptions, scan } from './scan.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** What a workspace needs of the server around it. */
export interface Host {
  settings(root: string): Promise<FolderSettings>;
  /** The documents that are open in the editor. */
  documents(): readonly TextDocument[];
  /** Something in a folder changed, so that its findings may have changed. */
  changed(folder: Folder): void;
  /** A document now belongs to another folder, which sends its diagnostics from here on. */
  moved(uri: string, from: Folder, to: Folder): void;
  /** A folder was removed, and its findings with it. */
  removed(folder: Folder): void;
  /** A folder is about to be read for the first time: until that is done, its findings are incomplete. */
  reading(folder: Folder): void;
  /** Runs the first scan of a folder, and shows its progress. */
  firstScan(
    folder: Folder,
    run: (options: Pick<ScanOptions, 'progress' | 'cancelled'>) => Promise<void>,
  ): Promise<void>;
}

/** The folders of the workspace, and for documents outside of them one of their own for each folder they lie in. */
export class Workspace {
  readonly #host: Host;
  readonly #folders = new Map<string, Promise<Folder>>();
  readonly #loose = new Map<string, Promise<Folder>>();
  /** Folders that were removed, perhaps while they were being read. */
  readonly #removed = new WeakSet<Folder>();
  /** The files that a folder had when it was last scanned. */
  readonly #listed = new WeakMap<Folder, ReadonlySet<string>>();
  /** Documents in a workspace folder that git ignores: they are linted by themselves. */
  readonly #ignored = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The folder that a document belongs to. */
  folderFor(uri: string): Promise<Folder> {
    const path = pathOf(uri);
    const root = path === undefined || this.#ignored.has(uri) ? undefined : this.#rootOf(path);
    const folder = root === undefined ? undefined : this.#folders.get(root);
    if (folder !== undefined) return folder;
    const place = path === undefined ? placeOf(uri) : dirname(path);
    return getOrMake(this.#loose, place, () => this.#create(path === undefined ? process.cwd() : place));
  }

  get folders(): readonly Promise<Folder>[] {
    return [...this.#folders.values(), ...this.#loose.values()];
  }

  /** The deepest workspace folder above a path. */
  #rootOf(path: string): string | undefined {
    return [...this.#folders.keys()]
      .filter((root) => path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))
      .sort((a, b) => b.length - a.length)[0];
  }

  async #create(root: string): Promise<Folder> {
    return new Folder(root, await this.#host.settings(root));
  }

  /** Adds a folder and reads it; resolves when all of it is read. */
  async add(root: string): Promise<void> {
    if (this.#folders.has(root)) return;
    const creating = this.#create(root).then((folder) => {
      this.#host.reading(folder);
      return folder;
    });
    this.#folders.set(root, creating);
    const folder = await creating;
    await this.#reassign();
    await this.#host.firstScan(folder, (options) => this.#scan(folder, options));
  }

  async remove(root: string): Promise<void> {
    const folder = this.#folders.get(root);
    if (folder === undefined) return;
    this.#folders.delete(root);
    this.#removed.add(await folder);
    this.#host.removed(await folder);
    await this.#reassign();
  }

  /** Takes the present text of an open document. */
  async edit(document: TextDocument): Promise<void> {
    const folder = await this.folderFor(document.uri);
    if (!this.#isOpen(document)) return;
    const name = folder.nameOf(document.uri);
    const known = folder.file(name) !== undefined || folder.buffers.has(name);
    folder.edit(document);
    this.#host.changed(folder);
    if (!known && this.#isScanned(folder) && this.#isOnDisk(folder, name)) await this.refresh(folder, new Set());
  }

  async close(uri: string): Promise<void> {
    const folder = await this.folderFor(uri);
    await this.#release(uri, folder);
    if (this.#host.documents().some((document) => document.uri === uri)) return;
    const name = folder.nameOf(uri);
    folder.buffers.delete(name);
    this.#ignored.delete(uri);
    const isThere = this.#isScanned(folder) && this.#isOnDisk(folder, name);
    const isListed = isThere && this.#listed.get(folder)?.has(name) === true;
    if (isListed) folder.read(name, readInput(resolve(folder.root, name), name));
    else folder.remove(name);
    this.#host.changed(folder);
    // Perhaps git ignores it, which is not known yet.
    if (isThere && !isListed) await this.refresh(folder, new Set([name]));
  }

  /** Reads files of a folder again that are known to be there. */
  reread(folder: Folder, names: readonly string[]): void {
    for (const name of names) folder.read(name, readInput(resolve(folder.root, name), name));
    this.#host.changed(folder);
  }

  /** Looks at the disk again. @param changed the files whose text may have changed; all where unset. */
  async refresh(folder: Folder, changed?: ReadonlySet<string>): Promise<void> {
    if (this.#isScanned(folder)) await this.#scan(folder, changed === undefined ? {} : { changed });
    this.#host.changed(folder);
  }

  async #scan(folder: Folder, options: Omit<ScanOptions, 'isForeign'>): Promise<void> {
    const isForeign = (name: string): boolean => this.#rootOf(resolve(folder.root, name)) !== folder.root;
    const cancelled = (): boolean => this.#removed.has(folder) || options.cancelled?.() === true;
    const listed = await scan(folder, { ...options, isForeign, cancelled });
    if (this.#removed.has(folder)) return;
    this.#listed.set(folder, listed);
    const open = this.#host.documents().filter(({ uri }) => this.#rootOf(pathOf(uri) ?? '') === folder.root);
    for (const { uri } of open) {
      const name = folder.nameOf(uri);
      if (listed.has(name) || !this.#isOnDisk(folder, name)) this.#ignored.delete(uri);
      else this.#ignored.add(uri);
    }
    await this.#reassign();
  }

  /** Gives each open document to the folder that it belongs to by now. */
  async #reassign(): Promise<void> {
    for (const document of this.#host.documents()) {
      const folder = await this.folderFor(document.uri);
      const name = folder.nameOf(document.uri);
      if (folder.buffers.get(name) === document) continue;
      await this.#release(document.uri, folder);
      if (this.#isOpen(document)) folder.edit(document);
      this.#host.changed(folder);
    }
  }

  /** Takes a document from all folders but one. */
  async #release(uri: string, keeper: Folder): Promise<void> {
    for (const creating of this.folders) {
      const folder = await creating;
      const name = folder.nameOf(uri);
      if (folder === keeper || !folder.buffers.delete(name)) continue;
      folder.remove(name);
      this.#host.moved(uri, folder, keeper);
      this.#host.changed(folder);
    }
  }

  /** Whether a document has not been closed while something was waited for. */
  #isOpen(document: TextDocument): boolean {
    return this.#host.documents().includes(document);
  }

  #isScanned(folder: Folder): boolean {
    return this.#folders.has(folder.root) && !this.#removed.has(folder);
  }

  #isOnDisk(folder: Folder, name: string): boolean {
    return existsSync(resolve(folder.root, name));
  }
}

/** Where a document lies that is in no file: the old state of a file, and a new text, have nothing to do with each other. */
function placeOf(uri: string): string {
  const [address = ''] = uri.split(/[?#]/, 1);
  return address.slice(0, Math.max(address.lastIndexOf('/'), address.indexOf(':')) + 1);
}
