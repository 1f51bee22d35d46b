import type { DrawnFiles } from './drawnFiles.ts';
import type { Kustomization } from './kustomization.ts';
import type { Viewpoint } from '../scope.ts';

/** A name in a namespace; `null` where that is not written. */
export interface Identity {
  readonly name: string;
  readonly namespace: string | null;
}

const none: readonly never[] = [];

/** Of bases that are drawn in in more ways, the rest is not told. */
const mostIdentities = 1000;

/** Tells what kustomizations call objects: they write namespaces, and more before and after names. */
export class BuiltNames {
  readonly #drawn: DrawnFiles;
  readonly #renaming: readonly Kustomization[];

  constructor(kustomizations: readonly Kustomization[], drawn: DrawnFiles) {
    this.#drawn = drawn;
    this.#renaming = kustomizations.filter(isRenaming);
  }

  /** What an object is called besides, and in which namespace, by each of the kustomizations that draw it in. */
  othersOf({ document, namespace }: Viewpoint, name: string): readonly Identity[] {
    if (this.#drawn.drawing(document.uri) === undefined) return none;
    const found = new Map<string, Identity>();
    const walk = (path: string, identity: Identity): void => {
      const key = `${path}\n${identity.name} ${String(identity.namespace)}`;
      if (found.has(key) || found.size === mostIdentities) return;
      found.set(key, identity);
      for (const folder of this.#drawn.drawing(path) ?? []) walk(folder, this.#builtIn(folder, identity));
    };
    walk(document.uri, { name, namespace });
    const [, ...others] = found.values();
    return others;
  }

  /** What an object that is called so by kustomizations may be called where it is written. */
  before(name: string): readonly string[] {
    const found = new Set([name]);
    for (const one of found) {
      for (const { prefix, suffix } of this.#renaming) {
        const isLonger = one.length > prefix.length + suffix.length;
        if (isLonger && one.startsWith(prefix) && one.endsWith(suffix))
          found.add(one.slice(prefix.length, one.length - suffix.length));
      }
    }
    found.delete(name);
    return [...found];
  }

  /** Whether a kustomization that draws a file in gives its objects other names. */
  mayRename(uri: string): boolean {
    return this.isAnyRenaming(this.#drawn.withComponents(this.#drawn.above(uri)));
  }

  isAnyRenaming(folders: readonly string[]): boolean {
    return this.#renaming.length > 0 && this.#renaming.some(({ folder }) => folders.includes(folder));
  }

  /** What a kustomization makes of an object: first its components, then itself. */
  #builtIn(folder: string, identity: Identity): Identity {
    let built = identity;
    for (const one of this.#drawn.withComponents([folder])) {
      const { prefix = '', suffix = '', namespace } = this.#drawn.in(one) ?? {};
      // Every namespace has its own `default`, whatever others are called.
      const name = built.name === 'default' ? built.name : `${prefix}${built.name}${suffix}`;
      built = { name, namespace: namespace ?? built.namespace };
    }
    return built;
  }
}

function isRenaming({ prefix, suffix }: Kustomization): boolean {
  return prefix !== '' || suffix !== '';
}
