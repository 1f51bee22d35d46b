import type { ImageEntry, KnowledgeData, SignEntry } from './knowledgeEntries.ts';
import type { KnowledgeSource, SignSource } from './knowledgeSource.ts';
import { wordsOf } from './wordedPattern.ts';

/** The first line, which every run needs. The lines of the signs follow, those of the images, and those of their names. */
interface Start extends Omit<KnowledgeSource, 'imagesNamed' | 'signs'> {
  readonly signs: readonly Omit<SignSource, 'read'>[];
  /** How many lines images take. */
  readonly images: number;
}

/**
 * Knowledge as a text of which a run parses little: a line of JSON for what every run needs, for each sign, and for each
 * image, then the names in their order, each with the numbers of its images: `nginx⇥12 40`.
 */
export function writeKnowledge(data: KnowledgeData): string {
  const images = data.images.filter(({ names }) => names !== undefined);
  const numbers = new Map<string, number[]>();
  for (const [number, { names = [] }] of images.entries())
    for (const name of names) numbers.set(name, [...(numbers.get(name) ?? []), number]);
  const start: Start = {
    images: images.length,
    imagePatterns: data.images
      .filter(({ namePattern }) => namePattern !== undefined)
      .map((entry) => ({ ...entry, words: wordsOf(entry.namePattern) })),
    signs: data.signs.map(({ where, pattern }) => ({ where, words: wordsOf(pattern) })),
    idleCommands: data.idleCommands,
    injectors: data.injectors.map((entry) => ({ ...entry, words: wordsOf(entry.annotation) })),
    trivialRules: data.trivialRules,
    builtInRoles: data.builtInRoles,
  };
  return [
    ...[start, ...data.signs, ...images].map((entry) => JSON.stringify(entry, forRuns)),
    ...[...numbers].map(([name, those]) => `${name}\t${those.join(' ')}`).sort(),
  ].join('\n');
}

/** Leaves out what is there for who maintains the entries. */
function forRuns(key: string, value: unknown): unknown {
  return ['source', 'matches', 'silent'].includes(key) ? undefined : value;
}

/** What `writeKnowledge` has written. */
export function readKnowledge(text: string): KnowledgeSource {
  const lines = text.split('\n');
  const start = parsed(lines[0], isStart);
  const firstImage = 1 + start.signs.length;
  const firstName = firstImage + start.images;
  const sign = (index: number): SignEntry => parsed(lines[1 + index], isSign);
  const image = (number: string): ImageEntry => parsed(lines[firstImage + Number(number)], isImage);
  return {
    ...start,
    imagesNamed: (name) => numbersOf(name, lines, firstName).map(image),
    signs: start.signs.map(({ where, words }, index) => ({ where, words, read: () => sign(index) })),
  };
}

/** The numbers of what a name stands for, in the sorted lines from one on. */
function numbersOf(name: string, lines: readonly string[], from: number): string[] {
  const begin = `${name}\t`;
  let low = from;
  let high = lines.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((lines[middle] ?? '') < begin) low = middle + 1;
    else high = middle;
  }
  const line = lines[low];
  return line?.startsWith(begin) === true ? line.slice(begin.length).split(' ') : [];
}

type Entry = Start | SignEntry | ImageEntry;

function isStart(entry: Entry): entry is Start {
  return 'signs' in entry;
}

function isSign(entry: Entry): entry is SignEntry {
  return 'where' in entry;
}

function isImage(entry: Entry): entry is ImageEntry {
  return !isStart(entry) && !isSign(entry);
}

/** @throws Error where the line was not written from such an entry. */
function parsed<T extends Entry>(line = '', isWanted: (entry: Entry) => entry is T): T {
  const value: unknown = JSON.parse(line);
  if (!isEntry(value) || !isWanted(value)) throw new Error(`not the entry that is looked for: ${line}`);
  return value;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}
