import type { Image } from '../facts/image.ts';
import type { Strength } from './evidence.ts';
import type { ImageNames } from './programNames.ts';
import { WordedList } from './wordedList.ts';
import { type Matcher, type Pattern, WordedPattern, matcher } from './wordedPattern.ts';

/** The required words of an entry's pattern, where they have been looked for already: empty where there are none. */
type Words = readonly string[];

/** What is known of a program by its image (schemas/knowledge.schema.json). */
export interface ImageEntry {
  readonly names?: readonly string[];
  readonly namePattern?: Pattern;
  readonly words?: Words;
  readonly repositories?: readonly string[];
  /** Commands that are its own program, besides those named after it. */
  readonly programs?: readonly string[];
  /** Whether its entrypoint runs its arguments as a command. */
  readonly runsArguments?: boolean;
  /** Of the projected token that it logs in with: where there is none, the entry does not hold. */
  readonly tokenAudience?: string;
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
  readonly source: string;
}

/** A text that shows use, or that there is none. */
export interface SignEntry {
  readonly id: string;
  readonly where: string | readonly string[];
  readonly pattern: Pattern;
  readonly words?: Words;
  readonly unless?: Pattern;
  readonly images?: readonly string[];
  /** Only from this version of the image on: `4.1`. */
  readonly since?: string;
  /** Signs that say nothing where this one is found. */
  readonly overrides?: readonly string[];
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
}

/** A command that does not call the API server, whatever image it runs in. */
export interface IdleCommandEntry {
  readonly id: string;
  readonly pattern: string;
  readonly unless?: string;
  /** Of a command that does no work: `never`, `briefly` or `for-ever`; a container that only waits is there to be entered. */
  readonly waits?: string;
  readonly meaning: string;
}

export interface InjectorEntry {
  readonly id: string;
  readonly name: string;
  readonly annotation: Pattern;
  readonly words?: Words;
  readonly unlessAnnotation?: Pattern;
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
  readonly idleCommands: readonly IdleCommandEntry[];
  readonly injectors: readonly InjectorEntry[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
}

export type Use = 'yes' | 'no' | 'depends';

/** Where a sign is looked for; `file` is a command that only handles the files that it names. */
export type SignPlace = 'argument' | 'command' | 'environment' | 'configuration' | 'file';

export interface Sign {
  readonly id: string;
  readonly use: Use;
  readonly strength: Strength;
  readonly meaning: string;
  readonly images: ReadonlySet<string> | undefined;
  readonly since: string | undefined;
  readonly overrides: readonly string[];
  /** Its required words. */
  readonly words: readonly string[];
  /** Whether a text shows it. */
  isIn(text: string): boolean;
}

export interface IdleCommand {
  readonly pattern: RegExp;
  readonly unless: RegExp | undefined;
  readonly waits: string | undefined;
  readonly meaning: string;
}

/** What is known of a program: of two entries the one that names more of the image counts. */
export interface KnownImage extends ImageNames {
  readonly use: Use;
  readonly strength: Strength;
  readonly meaning: string;
  /** Whether the image is known by its name, and not only by a pattern of many names. */
  readonly named: boolean;
  readonly tokenAudience: string | undefined;
}

/** An injector, its patterns ready to use. */
export interface Injector extends Omit<InjectorEntry, 'annotation' | 'words' | 'unlessAnnotation'> {
  readonly words: readonly string[];
  /** Whether an annotation or label asks for it, as `key: value`. */
  isIn(text: string): boolean;
  readonly unlessAnnotation: Matcher | undefined;
}

/** The entries, ready for look-ups. */
export class Knowledge {
  readonly injectors: readonly Injector[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
  readonly #idleCommands: readonly IdleCommand[];
  readonly #signs: Readonly<Record<SignPlace, WordedList<Sign>>>;
  readonly #asked: WordedList<Injector>;
  readonly #byName = new Map<string, ImageEntry[]>();
  readonly #patterns: { readonly pattern: Matcher; readonly entry: ImageEntry }[] = [];

  constructor(data: KnowledgeData) {
    this.injectors = data.injectors.map(injectorOf);
    this.#asked = new WordedList(this.injectors);
    this.trivialRules = data.trivialRules;
    this.builtInRoles = data.builtInRoles;
    this.#idleCommands = data.idleCommands.map(({ pattern, unless, waits, meaning }) => ({
      pattern: new RegExp(pattern),
      unless: unless === undefined ? undefined : new RegExp(unless),
      waits,
      meaning,
    }));
    for (const entry of data.images) this.#addImage(entry);
    const signs = data.signs.map((entry) => ({
      places: new Set([entry.where].flat().map(placeOf)),
      sign: signOf(entry),
    }));
    const signsAt = (place: SignPlace): WordedList<Sign> =>
      new WordedList(signs.filter(({ places }) => places.has(place)).map(({ sign }) => sign));
    this.#signs = {
      argument: signsAt('argument'),
      command: signsAt('command'),
      environment: signsAt('environment'),
      configuration: signsAt('configuration'),
      file: signsAt('file'),
    };
  }

  /** The signs that a text shows, whatever the image. */
  signsIn(text: string, place: SignPlace): readonly Sign[] {
    return this.#signs[place].in(text);
  }

  /** The injectors that an annotation or label asks for, as `key: value`. */
  injectorsAskedBy(text: string): readonly Injector[] {
    return this.#asked.in(text);
  }

  /** What is known of a command that does not call the API server; `undefined` where that is not known. */
  idleCommand(line: string): IdleCommand | undefined {
    return this.#idleCommands.find(({ pattern, unless }) => pattern.test(line) && unless?.test(line) !== true);
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
      image: image.name,
      use: useOf(entry.use),
      strength: strengthOf(entry.strength),
      meaning: entry.meaning,
      named: ownEntry !== undefined,
      programs: entry.programs ?? [],
      runsArguments: entry.runsArguments === true,
      tokenAudience: entry.tokenAudience,
    };
  }

  #addImage(entry: ImageEntry): void {
    for (const name of entry.names ?? []) {
      const others = this.#byName.get(name);
      if (others === undefined) this.#byName.set(name, [entry]);
      else others.push(entry);
    }
    if (entry.namePattern !== undefined)
      this.#patterns.push({ pattern: new WordedPattern(entry.namePattern, entry.words), entry });
  }
}

function injectorOf({ annotation, words, unlessAnnotation, ...entry }: InjectorEntry): Injector {
  const pattern = new WordedPattern(annotation, words);
  return {
    ...entry,
    words: pattern.words,
    isIn: (text) => pattern.test(text),
    unlessAnnotation: unlessAnnotation === undefined ? undefined : matcher(unlessAnnotation),
  };
}

function signOf(entry: SignEntry): Sign {
  const pattern = new WordedPattern(entry.pattern, entry.words, 'm');
  const unless = entry.unless === undefined ? undefined : new WordedPattern(entry.unless, [], 'm');
  return {
    id: entry.id,
    use: useOf(entry.use),
    strength: strengthOf(entry.strength),
    meaning: entry.meaning,
    images: entry.images === undefined ? undefined : new Set(entry.images),
    since: entry.since,
    overrides: entry.overrides ?? [],
    words: pattern.words,
    isIn: (text) => pattern.test(text) && unless?.test(text) !== true,
  };
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

const places: readonly SignPlace[] = ['argument', 'command', 'environment', 'configuration', 'file'];

function placeOf(text: string): SignPlace {
  return places.find((place) => place === text) ?? 'configuration';
}
