import { groupBy } from '../../lists/groupBy.ts';
import type {
  BuiltInRoleEntry,
  IdleCommandEntry,
  ImageEntry,
  InjectorEntry,
  KnowledgeData,
  SignEntry,
  TrivialRuleEntry,
} from './knowledgeEntries.ts';
import { wordsOf } from './wordedPattern.ts';

/** Where entries come from. A run needs few of those of images and signs: each is read when it is asked for. */
export interface KnowledgeSource {
  /** The entries that name an image. */
  imagesNamed(name: string): readonly ImageEntry[];
  /** Those that know images by a pattern of their names. */
  readonly imagePatterns: readonly ImageEntry[];
  readonly signs: readonly SignSource[];
  readonly idleCommands: readonly IdleCommandEntry[];
  readonly injectors: readonly InjectorEntry[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
}

/** What tells whether a text may show a sign. */
export interface SignSource {
  readonly where: SignEntry['where'];
  /** The required words of its pattern; none where there are no such words. */
  readonly words: readonly string[];
  read(): SignEntry;
}

/** Entries that are all there. */
export function listedKnowledge(data: KnowledgeData): KnowledgeSource {
  const named = groupBy(
    data.images.flatMap((entry) => (entry.names ?? []).map((name) => ({ name, entry }))),
    ({ name }) => name,
  );
  return {
    ...data,
    imagesNamed: (name) => named.get(name)?.map(({ entry }) => entry) ?? [],
    imagePatterns: data.images.filter(({ namePattern }) => namePattern !== undefined),
    signs: data.signs.map((entry) => ({ where: entry.where, words: wordsOf(entry.pattern), read: () => entry })),
  };
}

/** Entries of one source before those of another: of two for the same thing the first counts. */
export function joinedKnowledge(first: KnowledgeSource, second: KnowledgeSource): KnowledgeSource {
  return {
    imagesNamed: (name) => [...first.imagesNamed(name), ...second.imagesNamed(name)],
    imagePatterns: [...first.imagePatterns, ...second.imagePatterns],
    signs: [...first.signs, ...second.signs],
    idleCommands: [...first.idleCommands, ...second.idleCommands],
    injectors: [...first.injectors, ...second.injectors],
    trivialRules: [...first.trivialRules, ...second.trivialRules],
    builtInRoles: [...first.builtInRoles, ...second.builtInRoles],
  };
}
