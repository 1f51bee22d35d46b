import { Environment } from '../facts/environment.ts';
import { isBelow, usualPath } from '../facts/mountedPath.ts';
import type { WorkloadContainer } from '../facts/workload.ts';
import { broughtBy } from './broughtFiles.ts';
import type { MountedFile } from './mountedFiles.ts';
import { substitution } from './shell/scriptWriter.ts';

/** Folders to which programs write; images bring nothing there that is run. */
const temporary = ['/tmp', '/var/tmp', '/dev/shm'];

/** Folders in which a shell looks for programs, in most images. */
const programFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** A value that is longer is no path. */
const longestValue = 1000;

/** Where what a container runs comes from: its image, a volume, or the scripts that run it. */
export class ProgramFiles {
  readonly #container: WorkloadContainer;
  readonly #mountedFiles: () => Iterable<MountedFile>;
  #byPath: ReadonlyMap<string, MountedFile> | undefined;
  /** Of the container and its scripts; `undefined` where that is not known. */
  #set: Map<string, string | undefined> | undefined;
  /** What the scripts bring: files, and folders with all that is in them. */
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** Names of programs that a shell finds by themselves. */
  readonly #programs = new Set<string>();
  /** Whether any such name may be another program. */
  #isPathChanged = false;
  /** Whether the container's own PATH has been looked at. */
  #isPathRead = false;
  /** Where relative paths begin; `undefined` where that is the image's own folder. */
  #folder: string | undefined;

  constructor(container: WorkloadContainer, mountedFiles: () => Iterable<MountedFile>) {
    this.#container = container;
    this.#mountedFiles = mountedFiles;
    this.#folder = container.field.stringAt('workingDir');
    for (const { mountPath, subPath } of container.mounts) {
      if (subPath === undefined) this.#addFolder(usualPath(mountPath));
      else this.#addFile(usualPath(mountPath));
    }
    for (const folder of temporary) this.#folders.add(folder);
  }

  get #variables(): Map<string, string | undefined> {
    return (this.#set ??= new Map(
      Array.from(new Environment(this.#container.field).own, ({ name, value }) => [name, value]),
    ));
  }

  /** Takes in what a script sets and brings. */
  read(commands: readonly string[]): void {
    const folder = this.#folder;
    for (const command of commands) {
      const entered = folderEntered(command);
      if (entered !== undefined) this.enter(entered);
      const [, name = '', value = ''] = assignment.exec(command) ?? [];
      if (name !== '') this.#assign(name, this.#resolved(unquoted(value)));
      const [, read] = /^read\s+(?:-\w+\s+)*([\w\s]+)/.exec(command) ?? [];
      for (const variable of read?.trim().split(/\s+/) ?? []) this.#variables.set(variable, undefined);
      const [, path] = /(?:^|\s)PATH\+?=("[^"]*"|'[^']*'|\S*)/.exec(command) ?? [];
      if (path !== undefined) this.#lookIn(unquoted(path));
      for (const { path: written, whole } of broughtBy(command)) {
        const at = this.#resolved(/[/$]/.test(written) ? written : `./${written}`) ?? written;
        if (whole) this.#addFolder(placeOf(at));
        else this.#addFile(placeOf(at));
      }
    }
    // Each `cd` comes again where the commands are followed.
    this.#folder = folder;
  }

  /** @param path where a shell looks for programs: what comes behind the old folders counts for new names alone. */
  #lookIn(path: string): void {
    const folders = path.split(':');
    const own = folders.findIndex((folder) => /^\$\{?PATH\}?$/.test(folder));
    if (folders.slice(0, own === -1 ? undefined : own).some((folder) => folder !== '' && this.#isIn(folder)))
      this.#isPathChanged = true;
  }

  /** Takes in `cd FOLDER`. */
  enter(folder: string): void {
    this.#folder = this.#resolved(folder.includes('/') ? folder : `./${folder}`) ?? folder;
  }

  /** The file of a ConfigMap or Secret of the input that lies at a path. */
  held(path: string): MountedFile | undefined {
    // Of two at one place, the first.
    this.#byPath ??= new Map([...this.#mountedFiles()].reverse().map((file) => [usualPath(file.path), file]));
    const resolved = this.#resolved(path);
    return resolved?.startsWith('/') === true ? this.#byPath.get(usualPath(resolved)) : undefined;
  }

  /** Whether a program or file may be another than the image's: of a volume, or one that a script brought. */
  isElsewhere(path: string): boolean {
    if (path.includes('/')) return this.#isIn(path);
    if (!this.#isPathRead) {
      this.#isPathRead = true;
      this.#lookIn(this.#variables.get('PATH') ?? '');
    }
    return this.#isPathChanged || this.#programs.has(path);
  }

  #isIn(path: string): boolean {
    const resolved = this.#resolved(path);
    if (resolved === undefined) return true;
    if (resolved.startsWith('$')) return false;
    const place = placeOf(resolved);
    if (this.#files.has(place)) return true;
    for (let folder = place; folder !== ''; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)))
      if (this.#folders.has(folder)) return true;
    // In the folder where the script runs, of which nobody knows where it is.
    return !place.startsWith('/') && this.#folders.has('.');
  }

  #addFile(place: string): void {
    this.#files.add(place);
    const end = place.lastIndexOf('/');
    if (programFolders.includes(place.slice(0, Math.max(end, 0)))) this.#programs.add(place.slice(end + 1));
  }

  #addFolder(place: string): void {
    this.#folders.add(place);
    this.#addFile(place);
    if (place.startsWith('/') && programFolders.some((folder) => isBelow(folder, place))) this.#isPathChanged = true;
  }

  #assign(name: string, value: string | undefined): void {
    const known = value !== undefined && value.length <= longestValue ? value : undefined;
    const isOther = this.#variables.has(name) && this.#variables.get(name) !== known;
    this.#variables.set(name, isOther ? undefined : known);
  }

  /** A path with its variables; those that nobody here sets are the image's. `undefined` where one is not known. */
  #resolved(path: string): string | undefined {
    if (path.includes(substitution)) return undefined;
    let text = '';
    let from = 0;
    for (const { 0: whole, 1: plain, 2: braced, 3: change = '', index } of path.matchAll(variable)) {
      const name = plain ?? braced ?? '';
      const value = this.#variables.has(name) ? this.#variables.get(name) : (/^:?-(.*)$/.exec(change)?.[1] ?? whole);
      if (value === undefined || (change !== '' && value === whole)) return undefined;
      text += path.slice(from, index) + value;
      from = index + whole.length;
    }
    text += path.slice(from);
    const isRelative = !/^[/$]/.test(text) && (text.includes('/') || /^\.+$/.test(text));
    return isRelative && this.#folder !== undefined ? `${this.#folder}/${text}` : text;
  }
}

const variable = /\$(?:(\w+)|\{(\w+)([^{}]{0,200})\})/g;

const assignment = /^(?:(?:export|local|readonly|declare)\s+)?([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s"']*)$/;

/** The folder of `cd FOLDER`. */
export function folderEntered(command: string): string | undefined {
  return /^cd\s+(?:--\s+)?["']?([^\s"')]+)/.exec(command)?.[1];
}

/** Relative places are told by their names alone: `./a/b` as `a/b`. */
function placeOf(path: string): string {
  return path.startsWith('/') ? usualPath(path) : path.replace(/^(?:\.\/)+/, '') || '.';
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}
