import type { Image } from './image.ts';
import type { Strength } from './evidence.ts';

/** What is known of a program by its image (schemas/knowledge.schema.json). */
export interface ImageEntry {
  readonly names?: readonly string[];
  readonly namePattern?: string;
  readonly repositories?: readonly string[];
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
  readonly source: string;
}

/** A text that shows use, or that there is none. */
export interface SignEntry {
  readonly id: string;
  readonly where: string;
  readonly pattern: string;
  readonly unless?: string;
  readonly images?: readonly string[];
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
}

export interface InjectorEntry {
  readonly id: string;
  readonly name: string;
  readonly annotation: string;
  readonly unlessAnnotation?: string;
  readonly needsToken: string;
  readonly volumeAnnotation?: string;
  readonly meaning: string;
}

export interface TrivialRuleEntry {
  readonly id: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly meaning: string;
}

export interface BuiltInRoleEntry {
  readonly name?: string;
  readonly pattern?: string;
  readonly counts: boolean;
  readonly meaning: string;
}

export interface KnowledgeData {
  readonly images: readonly ImageEntry[];
  readonly signs: readonly SignEntry[];
  readonly injectors: readonly InjectorEntry[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
}

export type Use = 'yes' | 'no' | 'depends';

export type SignPlace = 'argument' | 'command' | 'environment' | 'configuration';

export interface Sign {
  readonly id: string;
  readonly use: Use;
  readonly strength: Strength;
  readonly meaning: string;
  readonly images: ReadonlySet<string> | undefined;
  readonly pattern: RegExp;
  readonly unless: RegExp | undefined;
}

/** What is known of a program: of two entries the one that names more of the image counts. */
export interface KnownImage {
  readonly use: Use;
  readonly strength: Strength;
  readonly meaning: string;
  /** Whether the image is known by its name, and not only by a pattern of many names. */
  readonly named: boolean;
}

/** An injector, its patterns ready to use. */
export interface Injector extends Omit<InjectorEntry, 'annotation' | 'unlessAnnotation'> {
  readonly annotation: RegExp;
  readonly unlessAnnotation: RegExp | undefined;
}

/** The entries, ready for look-ups. */
export class Knowledge {
  readonly injectors: readonly Injector[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
  readonly #signs = new Map<SignPlace, Sign[]>();
  readonly #byName = new Map<string, ImageEntry[]>();
  readonly #patterns: { readonly pattern: RegExp; readonly entry: ImageEntry }[] = [];

  constructor(data: KnowledgeData) {
    this.injectors = data.injectors.map(({ annotation, unlessAnnotation, ...entry }) => ({
      ...entry,
      annotation: new RegExp(annotation),
      unlessAnnotation: unlessAnnotation === undefined ? undefined : new RegExp(unlessAnnotation),
    }));
    this.trivialRules = data.trivialRules;
    this.builtInRoles = data.builtInRoles;
    for (const entry of data.images) this.#addImage(entry);
    for (const entry of data.signs) this.#addSign(entry);
  }

  signs(place: SignPlace): readonly Sign[] {
    return this.#signs.get(place) ?? [];
  }

  image(image: Image): KnownImage | undefined {
    const named = this.#byName.get(image.name) ?? [];
    const ownEntry =
      named.find(({ repositories }) =>
        repositories?.some((repository) => endsWithPath(image.repository, repository)),
      ) ?? named.find(({ repositories }) => repositories === undefined);
    const entry = ownEntry ?? this.#patterns.find(({ pattern }) => pattern.test(image.name))?.entry;
    if (entry === undefined) return undefined;
    return {
      use: useOf(entry.use),
      strength: strengthOf(entry.strength),
      meaning: entry.meaning,
      named: ownEntry !== undefined,
    };
  }

  #addImage(entry: ImageEntry): void {
    for (const name of entry.names ?? []) this.#byName.set(name, [...(this.#byName.get(name) ?? []), entry]);
    if (entry.namePattern !== undefined) this.#patterns.push({ pattern: new RegExp(entry.namePattern), entry });
  }

  #addSign(entry: SignEntry): void {
    const place = placeOf(entry.where);
    const sign: Sign = {
      id: entry.id,
      use: useOf(entry.use),
      strength: strengthOf(entry.strength),
      meaning: entry.meaning,
      images: entry.images === undefined ? undefined : new Set(entry.images),
      pattern: new RegExp(entry.pattern, 'm'),
      unless: entry.unless === undefined ? undefined : new RegExp(entry.unless, 'm'),
    };
    this.#signs.set(place, [...(this.#signs.get(place) ?? []), sign]);
  }
}

function endsWithPath(repository: string, suffix: string): boolean {
  return repository === suffix || repository.endsWith(`/${suffix}`);
}

function useOf(text: string): Use {
  return text === 'yes' || text === 'no' ? text : 'depends';
}

function strengthOf(text: string): Strength {
  return text === 'strong' || text === 'medium' ? text : 'weak';
}

function placeOf(text: string): SignPlace {
  return text === 'argument' || text === 'command' || text === 'environment' ? text : 'configuration';
}
