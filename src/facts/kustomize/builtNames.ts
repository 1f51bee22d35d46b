import type { DrawnFiles } from './drawnFiles.ts';
import type { Kustomization } from './kustomization.ts';
import type { Viewpoint } from '../scope.ts';

/** A name in a namespace; `null` where that is not written. */
export interface Identity {
  readonly name: string;
  readonly namespace: string | null;
}

/** What the build of a kustomization calls something. */
export interface BuiltIdentity extends Identity {
  /** The kustomization's folder. */
  readonly folder: string;
}

export interface BuiltObject extends BuiltIdentity {
  /** What it is called before something is written to its name or namespace: references to it may say any of these. */
  readonly formerNames: readonly string[];
}

const none: readonly never[] = [];

/** Of bases that are drawn in in more ways, the rest is not told. */
const mostIdentities = 1000;

/** Tells what kustomizations call objects: they write namespaces, and more before and after names. */
export class BuiltNames {
  readonly #drawn: DrawnFiles;
  readonly #renaming: readonly Kustomization[];
  readonly #affixes: readonly Affixes[];
  readonly #before = new Map<string, readonly string[]>();

  constructor(kustomizations: readonly Kustomization[], drawn: DrawnFiles) {
    this.#drawn = drawn;
    this.#renaming = kustomizations.filter(({ prefix, suffix }) => prefix !== '' || suffix !== '');
    this.#affixes = affixesOf(this.#renaming);
  }

  /** What an object is called by each of the kustomizations that draw it in. */
  builtOf({ document, namespace }: Viewpoint, name: string): readonly BuiltObject[] {
    if (this.#drawn.drawing(document.uri) === undefined) return none;
    const found = new Map<string, BuiltObject>();
    const walk = (path: string, object: BuiltObject): void => {
      for (const folder of this.#drawn.drawing(path) ?? []) {
        const built = this.#builtIn(folder, path, object);
        const key = `${folder}\n${built.name} ${String(built.namespace)}`;
        if (found.has(key) || found.size === mostIdentities) continue;
        found.set(key, built);
        walk(folder, built);
      }
    };
    walk(document.uri, { folder: '', name, namespace, formerNames: none });
    return [...found.values()];
  }

  /** What an object that is called so by kustomizations may be called where it is written. */
  before(name: string): readonly string[] {
    const known = this.#before.get(name);
    if (known !== undefined) return known;
    const found = new Set([name]);
    for (const one of found) {
      for (const { prefix, suffix } of this.#affixes) {
        const isLonger = one.length > prefix.length + suffix.length;
        if (isLonger && one.startsWith(prefix) && one.endsWith(suffix))
          found.add(one.slice(prefix.length, one.length - suffix.length));
      }
    }
    found.delete(name);
    const before = [...found];
    this.#before.set(name, before);
    return before;
  }

  /** Whether a kustomization that draws a file in gives its objects other names. */
  mayRename(uri: string): boolean {
    return this.isAnyRenaming(this.#drawn.withComponents(this.#drawn.above(uri)));
  }

  isAnyRenaming(folders: readonly string[]): boolean {
    return this.#renaming.length > 0 && this.#renaming.some(({ folder }) => folders.includes(folder));
  }

  /** What a kustomization makes of an object of one of the files or folders that it draws in. */
  #builtIn(folder: string, path: string, object: BuiltObject): BuiltObject {
    const all = this.#drawn.withComponents([folder]);
    // A component is for what is there before it, and itself.
    const own = this.#drawn.in(folder)?.components.includes(path) === true ? all.indexOf(path) : -1;
    const built = all.slice(own + 1).reduce((before, one) => transformed(before, this.#drawn.in(one)), object);
    return { ...built, folder };
  }
}

type Affixes = Pick<Kustomization, 'prefix' | 'suffix'>;

/** What is written before and after names, each by itself: a name is remembered between the two. */
function affixesOf(kustomizations: readonly Kustomization[]): Affixes[] {
  const prefixes = new Set(kustomizations.map(({ prefix }) => prefix));
  const suffixes = new Set(kustomizations.map(({ suffix }) => suffix));
  const all = [
    ...Array.from(prefixes, (prefix) => ({ prefix, suffix: '' })),
    ...Array.from(suffixes, (suffix) => ({ prefix: '', suffix })),
  ];
  return all.filter(({ prefix, suffix }) => prefix + suffix !== '');
}

/** First the namespace is written, then what comes before the name, then what comes after it. */
function transformed(object: BuiltObject, kustomization: Kustomization | undefined): BuiltObject {
  if (kustomization === undefined) return object;
  const { prefix, suffix, namespace } = kustomization;
  const names = [
    ...(namespace === '' ? [] : [object.name]),
    ...(prefix === '' ? [] : [object.name]),
    ...(suffix === '' ? [] : [prefix + object.name]),
  ];
  return {
    ...object,
    name: prefix + object.name + suffix,
    namespace: namespace === '' ? object.namespace : namespace,
    formerNames: [...new Set([...object.formerNames, ...names])],
  };
}
