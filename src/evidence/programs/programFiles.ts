import { absolutePath } from '../../facts/pods/container.ts';
import { type Variables, Environment } from '../../facts/pods/environment.ts';
import { isBelow, usualPath } from '../../facts/workloads/mountedPath.ts';
import type { WorkloadContainer } from '../../facts/workloads/workload.ts';
import { broughtBy } from './broughtFiles.ts';
import type { MountedFile } from '../texts/mountedFiles.ts';
import { ScriptVariables } from '../shell/scriptVariables.ts';
import type { ShellCommand } from '../shell/shellCommand.ts';
import { folderOf } from '../../text/folderOf.ts';

/** Where a program or file comes from: the image, surely not the image (`brought`), or one of the two. */
export type Origin = 'image' | 'unknown' | 'brought';

/** Folders to which programs write; images bring nothing there that is run. */
const temporary = ['/tmp', '/var/tmp', '/dev/shm'];

/** Folders in which a shell looks for programs, in most images. */
const programFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Of folders that scripts enter, so many are told apart. */
const mostFolders = 32;
/** No path of Linux is longer (PATH_MAX). */
const longestFolder = 4096;

/** What a script is given, an item of an array, a change: nobody here knows what that says. */
const unnamed = /\$(?![A-Za-z_]|\{[A-Za-z_]\w*\})/;

/** Tells where what a container runs comes from: its image, a volume, or a script that wrote it. */
export class ProgramFiles {
  readonly #container: WorkloadContainer;
  readonly #mountedFiles: () => Iterable<MountedFile>;
  #byPath: ReadonlyMap<string, MountedFile> | undefined;
  #set: ScriptVariables | undefined;
  readonly #environment: () => Variables;
  /** What volumes and scripts bring: files, and folders with everything in them. */
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** Names of brought programs that lie on the usual PATH. */
  readonly #programs = new Set<string>();
  /** Whether the PATH may lead any name to a program that is not the image's. */
  #isPathChanged = false;
  /** Whether the PATH may lead names that the image does not have to brought programs. */
  #isPathLonger = false;
  /** Whether the container's own PATH has been looked at. */
  #isPathRead = false;
  /** The current working directory; `undefined` where it is the image's own, or not known. */
  #folder: string | undefined;
  /** All directories that may be the current one: nobody knows which `cd` is run. */
  readonly #entered = new Set<string>();
  /** Whether the current directory may be yet another one. */
  #isLost = false;

  constructor(container: WorkloadContainer, mountedFiles: () => Iterable<MountedFile>, environment?: Variables) {
    this.#container = container;
    this.#mountedFiles = mountedFiles;
    this.#environment = () => environment ?? new Environment(container.field);
    this.#folder = container.field.stringAt('workingDir');
    if (this.#folder !== undefined) this.#entered.add(this.#folder);
    for (const { mountPath } of container.mounts) this.#addFolder(usualPath(mountPath));
    for (const folder of temporary) this.#folders.add(folder);
  }

  get #variables(): ScriptVariables {
    return (this.#set ??= new ScriptVariables(this.#environment()));
  }

  /** Notes the variables that a script sets and the files that it brings. */
  read(commands: Iterable<ShellCommand>): void {
    for (const command of commands) {
      this.#enter(command);
      this.#variables.read(command);
      for (const { name, value } of command.assigned) if (name === 'PATH') this.#lookIn(value);
      for (const { path: written, whole } of broughtBy(command)) {
        const at = this.#resolved(/[/$]/.test(written) ? written : `./${written}`) ?? written;
        if (whole) this.#addFolder(placeOf(at));
        else this.#addFile(placeOf(at));
      }
    }
  }

  /** @param path where a shell looks for programs: what comes behind the old folders counts for new names alone. */
  #lookIn(path: string): void {
    const folders = path.split(':');
    const own = folders.findIndex((folder) => /^\$(?:PATH|\{PATH\})$/.test(folder));
    const isOther = (folder: string): boolean => folder !== '' && this.#originIn(folder) === 'brought';
    if (folders.slice(0, own === -1 ? undefined : own).some(isOther)) this.#isPathChanged = true;
    if (own !== -1 && folders.slice(own + 1).some(isOther)) this.#isPathLonger = true;
  }

  /** Takes in `cd FOLDER`, of which nobody knows where `-` and `popd` lead. */
  #enter({ words: [program, ...words] }: ShellCommand): void {
    if (program !== 'cd' && program !== 'pushd' && program !== 'popd') return;
    const written = program === 'popd' ? '-' : (words.find((word) => !/^-[LPe@n-]/.test(word)) ?? '~');
    const folder = written === '-' ? undefined : this.#resolved(written.includes('/') ? written : `./${written}`);
    this.#folder = folder === undefined || folder.length > longestFolder ? undefined : placeOf(folder);
    if (this.#folder === undefined || this.#entered.size === mostFolders) this.#isLost = true;
    else this.#entered.add(this.#folder);
  }

  /** The file of a ConfigMap or Secret of the input that lies at a path; nothing where that may be another one. */
  held(path: string): MountedFile | undefined {
    const resolved = this.#resolved(path);
    const isSure = this.#entered.size < 2 || !isRelative(path);
    if (resolved?.startsWith('/') !== true || !isSure) return undefined;
    const place = usualPath(absolutePath(resolved));
    this.#byPath ??= lastByPath(this.#mountedFiles());
    const file = this.#byPath.get(place);
    if (file === undefined || file.mayBeOther) return undefined;
    const depth = file.mount.mountPath.length;
    const isHidden = this.#container.mounts.some(
      ({ mountPath }) => mountPath.length > depth && isBelow(place, mountPath),
    );
    return isHidden ? undefined : file;
  }

  /** Whose a program or file is. @param isNamed whether the image is known to have a program of just that name. */
  originOf(path: string, isNamed = false): Origin {
    if (path.includes('/')) return this.#originIn(path);
    if (path.includes('$')) return 'unknown';
    if (!this.#isPathRead) {
      this.#isPathRead = true;
      this.#lookIn(this.#variables.get('PATH') ?? '');
    }
    if (this.#isPathChanged || this.#programs.has(path)) return 'brought';
    return this.#isPathLonger && !isNamed ? 'unknown' : 'image';
  }

  #originIn(path: string): Origin {
    const resolved = this.#variables.resolve(path);
    if (resolved === undefined || unnamed.test(resolved)) return 'brought';
    // A variable that the image sets.
    if (resolved.startsWith('$')) return 'image';
    if (!isRelative(resolved)) return this.#isBrought(placeOf(resolved)) ? 'brought' : 'image';
    const places = Array.from(this.#entered, (folder) => placeOf(`${folder}/${resolved}`));
    if ([placeOf(resolved), ...places].some((place) => this.#isBrought(place))) return 'brought';
    // In the folder where the script runs, of which nobody knows where it is.
    if (this.#folders.has('.')) return 'brought';
    const isKnown = places.length > 0 && !this.#isLost && places.every((place) => place.startsWith('/'));
    return isKnown || this.#container.mounts.length === 0 ? 'image' : 'unknown';
  }

  #isBrought(place: string): boolean {
    if (this.#files.has(place)) return true;
    for (let folder = place; folder !== ''; folder = folderOf(folder)) if (this.#folders.has(folder)) return true;
    return false;
  }

  #addFile(place: string): void {
    this.#files.add(place);
    if (programFolders.includes(folderOf(place))) this.#programs.add(place.slice(place.lastIndexOf('/') + 1));
  }

  #addFolder(place: string): void {
    this.#folders.add(place);
    this.#addFile(place);
    if (programFolders.some((folder) => place === '/' || folder === place || folder.startsWith(`${place}/`)))
      this.#isPathChanged = true;
  }

  /** A path with its variables, from the folder at hand. `undefined` where that is not known. */
  #resolved(path: string): string | undefined {
    const text = this.#variables.resolve(path);
    return text !== undefined && isRelative(text) && this.#folder !== undefined ? `${this.#folder}/${text}` : text;
  }
}

function isRelative(path: string): boolean {
  return !/^[/$~]/.test(path) && (path.includes('/') || /^\.+$/.test(path));
}

/** Of files at one place, the last of a volume. */
function lastByPath(files: Iterable<MountedFile>): ReadonlyMap<string, MountedFile> {
  const found = new Map<string, MountedFile>();
  for (const file of files) {
    const place = usualPath(file.path);
    const before = found.get(place);
    if (before === undefined || before.mount.mountPath.length <= file.mount.mountPath.length) found.set(place, file);
  }
  return found;
}

/** Relative places are told by their names alone: `./a/../b` as `b`. */
function placeOf(path: string): string {
  if (path.startsWith('/')) return usualPath(absolutePath(path));
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || '.';
}
