import { isBelow, usualPath } from '../facts/mountedPath.ts';
import type { WorkloadContainer } from '../facts/workload.ts';
import type { MountedFile } from './mountedFiles.ts';
import { baseName } from './programNames.ts';
import { substitution } from './scriptWriter.ts';

/** Folders to which programs write; images bring nothing there that is run. */
const temporary = ['/tmp', '/var/tmp', '/dev/shm'];

/** Where what a container runs comes from: its image, a volume, or the scripts that run it. */
export class ProgramFiles {
  readonly #container: WorkloadContainer;
  readonly #mountedFiles: () => Iterable<MountedFile>;
  #byPath: ReadonlyMap<string, MountedFile> | undefined;
  /** Of the container and its scripts; `undefined` where that is not known. */
  #set: Map<string, string | undefined> | undefined;
  readonly #brought = new Set<string>();
  /** Where relative paths begin; `undefined` where that is the image's own folder. */
  #folder: string | undefined;

  constructor(container: WorkloadContainer, mountedFiles: () => Iterable<MountedFile>) {
    this.#container = container;
    this.#mountedFiles = mountedFiles;
    this.#folder = container.field.stringAt('workingDir');
  }

  get #variables(): Map<string, string | undefined> {
    return (this.#set ??= new Map(
      this.#container.field.itemsAt('env').map((one) => [one.stringAt('name') ?? '', one.stringAt('value')]),
    ));
  }

  /** Takes in what a script sets and brings. */
  read(commands: readonly string[]): void {
    for (const command of commands) {
      const [, name = '', value = ''] = assignment.exec(command) ?? [];
      if (name !== '') this.#assign(name, this.#resolved(unquoted(value)));
      if (mayBring.test(command))
        for (const path of broughtBy(command)) this.#brought.add(this.#resolved(path) ?? path);
    }
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
    if (!path.includes('/')) return [...this.#brought].some((brought) => baseName(brought) === path);
    const resolved = this.#resolved(path);
    if (resolved === undefined) return true;
    if (resolved.startsWith('$')) return false;
    if (!resolved.startsWith('/')) return [...this.#brought].some((brought) => !brought.startsWith('/'));
    const folders = [...temporary, ...this.#brought, ...this.#container.mounts.map(({ mountPath }) => mountPath)];
    return folders.some((folder) => folder.startsWith('/') && isBelow(resolved, folder));
  }

  #assign(name: string, value: string | undefined): void {
    const isOther = this.#variables.has(name) && this.#variables.get(name) !== value;
    this.#variables.set(name, isOther ? undefined : value);
  }

  /** A path with its variables; those that nobody here sets are the image's. `undefined` where one is not known. */
  #resolved(path: string): string | undefined {
    if (path.includes(substitution)) return undefined;
    const names = [...path.matchAll(variable)].map(([, plain, braced]) => plain ?? braced ?? '');
    if (names.some((name) => this.#variables.has(name) && this.#variables.get(name) === undefined)) return undefined;
    const text = path.replace(
      variable,
      (whole, plain?: string, braced?: string) => this.#variables.get(plain ?? braced ?? '') ?? whole,
    );
    const isRelative = !/^[/$]/.test(text) && (text.includes('/') || /^\.+$/.test(text));
    return isRelative && this.#folder !== undefined ? `${this.#folder}/${text}` : text;
  }
}

const variable = /\$(?:(\w+)|\{(\w+)[^}]*\})/g;

const assignment = /^(?:(?:export|local|readonly|declare)\s+)?([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s"']*)$/;

/** Where commands write that copy, unpack or fetch: what follows one of these flags, or their last word. */
const bringers = new Map([
  ...['cp', 'mv', 'ln', 'install', 'rsync', 'scp', 'tee', 'aws', 'gsutil', 'mc', 'rclone'].map(
    (name) => [name, undefined] as const,
  ),
  ['curl', /^(?:-\w*o|--output)$/] as const,
  ['wget', /^(?:-\w*[OP]|--output-document|--directory-prefix)$/] as const,
  ['tar', /^(?:-\w*C|--directory)$/] as const,
  ['unzip', /^-\w*d$/] as const,
]);

/** Of most commands a look tells that they write nothing. */
const mayBring = new RegExp(`>|^(?:\\S*/)?["']?(?:git|${[...bringers.keys()].join('|')})["']?\\s`);

/** Files and folders that a command makes. What is brought to the folder that it runs in is `.`. */
function broughtBy(command: string): string[] {
  const redirected = [...command.matchAll(/>{1,2}\|?\s*(["']?)([^\s"'&;|<>()]+)\1/g)].map(([, , path = '']) => path);
  const found = redirected.filter((path) => !isBelow(path, '/dev'));
  const [program = '', ...words] = command.split(/\s+/).map(unquoted);
  const name = baseName(program);
  if (name === 'git' && words.includes('clone')) found.push('.', words.at(-1) ?? '.');
  if (!bringers.has(name)) return found;
  const flag = bringers.get(name);
  const [last = '.'] = words.filter((word) => !word.startsWith('-')).slice(-1);
  const after = words.flatMap((word, index) => (flag?.test(word) === true ? (words[index + 1] ?? []) : []));
  const attached = words.flatMap(
    (word) => /^--(?:output|output-document|directory|directory-prefix)=(.+)$/.exec(word)?.[1] ?? [],
  );
  if (flag === undefined) found.push(last);
  else if (after.length + attached.length > 0) found.push(...after, ...attached);
  // curl prints by itself.
  else if (name !== 'curl' || words.some((word) => /^(?:-\w*O|--remote-name)/.test(word))) found.push('.');
  return found;
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}
