import type { Image } from '../../facts/pods/image.ts';
import type { Strength } from '../evidence.ts';
import type { BuiltInRoleEntry, ImageEntry, InjectorEntry, SignEntry, TrivialRuleEntry } from './knowledgeEntries.ts';
import type { KnowledgeSource, SignSource } from './knowledgeSource.ts';
import type { ImageNames } from './programNames.ts';
import { type Worded, WordedList } from './wordedList.ts';
import { type Matcher, WordedPattern, matcher } from './wordedPattern.ts';
import { getOrMake } from '../../memo/getOrMake.ts';
import { lazy } from '../../memo/lazy.ts';

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
  readonly partial: boolean;
  readonly kubeconfig: boolean;
  readonly overrides: readonly string[];
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
  readonly handlesFiles: boolean;
  /** Whether its configuration tells how it uses the token. */
  readonly configured: boolean;
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
  readonly #source: KnowledgeSource;
  readonly #named = new Map<string, readonly ImageEntry[]>();
  readonly #patterns: readonly { readonly pattern: Matcher; readonly entry: ImageEntry }[];

  constructor(source: KnowledgeSource) {
    this.#source = source;
    this.injectors = source.injectors.map(injectorOf);
    this.#asked = new WordedList(this.injectors.map((injector) => ({ words: injector.words, get: () => injector })));
    this.trivialRules = source.trivialRules;
    this.builtInRoles = source.builtInRoles;
    this.#idleCommands = source.idleCommands.map(({ pattern, unless, waits, meaning }) => ({
      pattern: new RegExp(pattern),
      unless: unless === undefined ? undefined : new RegExp(unless),
      waits,
      meaning,
    }));
    this.#patterns = source.imagePatterns.flatMap((entry) =>
      entry.namePattern === undefined ? [] : { pattern: new WordedPattern(entry.namePattern, entry.words), entry },
    );
    const signs = source.signs.map(wordedSign);
    const signsAt = (place: SignPlace): WordedList<Sign> =>
      new WordedList(
        signs.filter(({ where }) => (typeof where === 'string' ? where === place : where.includes(place))),
      );
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
    const named = this.#entriesNamed(image.name);
    const ownEntry =
      named.find(({ repositories }) => repositories?.some((repository) => endsWithPath(image.path, repository))) ??
      named.find(({ repositories }) => repositories === undefined);
    const entry = ownEntry ?? this.#patterns.find(({ pattern }) => pattern.test(image.name))?.entry;
    return entry === undefined ? undefined : knownImage(image.name, entry, ownEntry !== undefined);
  }

  /** What images of a name do, whoever makes them. */
  imageNamed(name: string): KnownImage | undefined {
    const entry = this.#entriesNamed(name).find(({ repositories }) => repositories === undefined);
    return entry === undefined ? undefined : knownImage(name, entry, true);
  }

  #entriesNamed(name: string): readonly ImageEntry[] {
    return getOrMake(this.#named, name, () => this.#source.imagesNamed(name));
  }
}

function knownImage(image: string, entry: ImageEntry, named: boolean): KnownImage {
  return {
    image,
    use: useOf(entry.use),
    strength: strengthOf(entry.strength),
    meaning: entry.meaning,
    named,
    programs: entry.programs ?? [],
    runsArguments: entry.runsArguments === true,
    tokenAudience: entry.tokenAudience,
    handlesFiles: entry.handlesFiles === true,
    configured: entry.configured === true,
  };
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

/** A sign that is made once, when it is asked for first. */
function wordedSign(source: SignSource): Pick<SignSource, 'where'> & Worded<Sign> {
  const { where, words } = source;
  return { where, words, get: lazy(() => signOf(source.read(), words)) };
}

function signOf(entry: SignEntry, words: readonly string[]): Sign {
  const pattern = new WordedPattern(entry.pattern, words, 'm');
  const unless = entry.unless === undefined ? undefined : new WordedPattern(entry.unless, [], 'm');
  return {
    id: entry.id,
    use: useOf(entry.use),
    strength: strengthOf(entry.strength),
    meaning: entry.meaning,
    images: entry.images === undefined ? undefined : new Set(entry.images),
    since: entry.since,
    partial: entry.partial === true,
    kubeconfig: entry.kubeconfig === true,
    overrides: entry.overrides ?? [],
    isIn: (text) => pattern.test(text) && unless?.test(text) !== true,
  };
}

function endsWithPath(path: string, suffix: string): boolean {
  return path === suffix || path.endsWith(`/${suffix}`);
}

function useOf(text: string): Use {
  return text === 'yes' || text === 'no' ? text : 'depends';
}

function strengthOf(text: string): Strength {
  return text === 'strong' || text === 'medium' ? text : 'weak';
}
