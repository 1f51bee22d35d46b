import type { IncludedFiles } from './includedFiles.ts';
import type { Kustomization } from './kustomization.ts';
import type { Viewpoint } from '../objects/scope.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

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

/** Of bases that are included in more ways, the rest is left out. */
const mostIdentities = 1000;

/** Tells what kustomizations call objects: they write namespaces, and more before and after names. */
export class BuiltNames {
  readonly #included: IncludedFiles;
  readonly #renaming: readonly Kustomization[];
  readonly #affixes: readonly Affixes[];
  readonly #before = new Map<string, readonly string[]>();

  constructor(kustomizations: readonly Kustomization[], included: IncludedFiles) {
    this.#included = included;
    this.#renaming = kustomizations.filter(({ prefix, suffix }) => prefix !== '' || suffix !== '');
    this.#affixes = affixesOf(this.#renaming);
  }

  /** What an object is called by each of the kustomizations that include it. */
  builtOf({ document, namespace }: Viewpoint, name: string): readonly BuiltObject[] {
    if (this.#included.including(document.uri) === undefined) return none;
    const found = new Map<string, BuiltObject>();
    const walk = (path: string, object: BuiltObject, before?: Included): void => {
      for (const folder of this.#included.including(path) ?? []) {
        const own = this.#included.in(folder);
        // What it writes, it writes into the kustomization that is there, in place of what that writes.
        const built =
          own?.isDeployed === true && before !== undefined
            ? { ...this.#builtIn(path, before, own), folder }
            : this.#builtIn(folder, { path, object });
        const key = `${folder}\n${built.name} ${String(built.namespace)}`;
        if (found.has(key) || found.size === mostIdentities) continue;
        found.set(key, built);
        walk(folder, built, { path, object });
      }
    };
    walk(document.uri, { folder: '', name, namespace, formerNames: none });
    return [...found.values()];
  }

  /** What an object that is called so by kustomizations may be called where it is written. */
  before(name: string): readonly string[] {
    return getOrMake(this.#before, name, () => {
      const found = new Set([name]);
      for (const one of found) {
        for (const { prefix, suffix } of this.#affixes) {
          const isLonger = one.length > prefix.length + suffix.length;
          if (isLonger && one.startsWith(prefix) && one.endsWith(suffix))
            found.add(one.slice(prefix.length, one.length - suffix.length));
        }
      }
      found.delete(name);
      return [...found];
    });
  }

  /** Whether a kustomization that includes a file gives its objects other names. */
  mayRename(uri: string): boolean {
    return this.isAnyRenaming(this.#included.withComponents(this.#included.above(uri)));
  }

  isAnyRenaming(folders: readonly string[]): boolean {
    return this.#renaming.length > 0 && this.#renaming.some(({ folder }) => folders.includes(folder));
  }

  /** What a kustomization makes of an object that it includes. @param over what is written into it. */
  #builtIn(folder: string, { path, object }: Included, over: Over = nothing): BuiltObject {
    const all = this.#included.withComponents([...over.components, folder]);
    // A component is for what is there before it, and itself.
    const own = this.#included.in(folder)?.components.includes(path) === true ? all.indexOf(path) : -1;
    const built = all.slice(own + 1).reduce((before, one) => {
      const kustomization = this.#included.in(one);
      return kustomization === undefined
        ? before
        : transformed(before, one === folder ? written(over, kustomization) : kustomization);
    }, object);
    return { ...built, folder };
  }
}

/** An object as it is included from a file or a folder. */
interface Included {
  readonly path: string;
  readonly object: BuiltObject;
}

type Names = Pick<Kustomization, 'prefix' | 'suffix' | 'namespace'>;

type Over = Names & Pick<Kustomization, 'components'>;

const nothing: Over = { prefix: '', suffix: '', namespace: '', components: [] };

function written(over: Names, { prefix, suffix, namespace }: Names): Names {
  return {
    prefix: over.prefix === '' ? prefix : over.prefix,
    suffix: over.suffix === '' ? suffix : over.suffix,
    namespace: over.namespace === '' ? namespace : over.namespace,
  };
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
function transformed(object: BuiltObject, { prefix, suffix, namespace }: Names): BuiltObject {
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
