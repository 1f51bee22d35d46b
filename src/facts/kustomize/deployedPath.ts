import type { Field } from '../../documents/field.ts';
import { inFolder } from './kustomization.ts';
import { addTo } from '../../lists/addTo.ts';
import { folderOf } from '../../text/folderOf.ts';

/** Finds the folders that Flux and Argo CD mean, by paths from the root of a repository that nobody names. */
export class DeployedPaths {
  readonly #kustomized: ReadonlySet<string>;
  readonly #below: ReadonlyMap<string, readonly string[]>;
  readonly #around: readonly string[];

  /**
   * @param kustomized the folders with kustomizations.
   * @param around the absolute path of the folder that names of files are relative to; empty where that is not known.
   */
  constructor(kustomized: ReadonlySet<string>, files: readonly { readonly uri: string }[], around: readonly string[]) {
    this.#kustomized = kustomized;
    this.#below = filesBelow(files, kustomized, around);
    this.#around = around;
  }

  /** The folders that a path may mean: any around its file may be the root. */
  foldersOf(field: Field): readonly string[] {
    const path = pathOf(field);
    if (path.includes(filledIn)) return this.#fitting(path);
    const roots = outwards(folderOf(field.document.uri), this.#around);
    const found = roots.map((root) => inFolder(root, path, this.#around));
    // Of a whole repository, which is mostly another one, a kustomization says more than that there are files.
    return found.filter((folder) => (path === '' ? this.#kustomized : this.#below).has(folder));
  }

  #fitting(path: string): readonly string[] {
    const parts = path.split(filledIn);
    const around = this.#around.join('/');
    const mayMean = (folder: string): boolean => mayBe(parts, inFolder(around, folder, []));
    const found = [...this.#kustomized].filter(mayMean);
    return found.length > 0 || path === filledIn ? found : [...this.#below.keys()].filter(mayMean);
  }

  isKustomized(folder: string): boolean {
    return this.#kustomized.has(folder);
  }

  /** What is deployed of a folder: its kustomization, or else the files below it. */
  heldIn(folder: string): readonly string[] {
    return this.#kustomized.has(folder) ? [folder] : (this.#below.get(folder) ?? []);
  }
}

/** Stands for a part that an ApplicationSet, a ResourceSet or the variables of a Kustomization fill in. */
const filledIn = '\0';

export function pathOf({ string = '' }: Field): string {
  const path = string.replaceAll(/\{\{.{0,500}?\}\}|\$\{.{0,500}?\}|<<.{0,500}?>>/gs, filledIn);
  return inFolder('', path, []).replace(/^\//, '');
}

/** Whether a folder may be one that a path means, by what stands between parts that are filled in. */
function mayBe([first = '', ...others]: readonly string[], folder: string): boolean {
  const between = others.slice(0, -1);
  const last = others.at(-1) ?? '';
  let end = `/${folder}`.indexOf(`/${first}`);
  for (const part of ['', first, ...between]) {
    const at = folder.indexOf(part, Math.max(end, 0));
    if (end === -1 || at === -1) return false;
    end = at + part.length;
  }
  return folder.endsWith(last) && end <= folder.length - last.length;
}

/** A folder and those around it, also around the folder that names of files are relative to. */
function outwards(folder: string, around: readonly string[]): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  const inside = parts.filter((part) => part !== '..');
  const up = parts.length - inside.length;
  const above = folder.startsWith('/') ? 0 : Math.max(around.length - up, 1);
  return [
    ...inside.map((_, index) => parts.slice(0, parts.length - index).join('/')),
    ...Array.from({ length: above }, (_, index) => new Array(up + index).fill('..').join('/')),
  ];
}

/** Of each folder the files below it, with kustomizations in place of what is below them: all that Flux includes. */
function filesBelow(
  files: readonly { readonly uri: string }[],
  kustomized: ReadonlySet<string>,
  around: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>();
  const add = (path: string): void => {
    for (const folder of outwards(folderOf(path), around)) {
      addTo(below, folder, path);
      if (kustomized.has(folder)) return;
    }
  };
  for (const { uri } of files) add(uri);
  for (const folder of kustomized) if (folder !== '') add(folder);
  return below;
}
