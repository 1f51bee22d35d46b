import { inAscii } from '../../text/ascii.ts';
import type { ImageEntry, KnowledgeData, SignEntry } from './knowledgeEntries.ts';
import type { KnowledgeSource, SignSource } from './knowledgeSource.ts';
import { wordsOf } from './wordedPattern.ts';
import { addTo } from '../../lists/addTo.ts';

/** The first line, which every run needs. The lines of the signs follow, those of the images, and those of their names. */
interface Start extends Omit<KnowledgeSource, 'imagesNamed' | 'signs'> {
  readonly signs: readonly (Omit<SignSource, 'read'> & { readonly at: number })[];
  /** Where the lines of the names begin. Places are counted from the second line on, in characters. */
  readonly names: number;
}

/**
 * Knowledge as a text of which a run parses little: a line of JSON for what every run needs, for each sign, and for each
 * image, then the names in their order, each with the places of its images: `nginx⇥1234 5678`. All of it is ASCII.
 */
export function writeKnowledge(data: KnowledgeData): string {
  const images = data.images.filter(({ names }) => names !== undefined);
  const lines: string[] = [];
  let end = 0;
  const write = (entry: SignEntry | ImageEntry): number => {
    const at = end;
    const line = json(entry);
    lines.push(line);
    end += line.length + 1;
    return at;
  };
  const signs = data.signs.map((sign) => ({ where: sign.where, words: wordsOf(sign.pattern), at: write(sign) }));
  const places = new Map<string, number[]>();
  for (const image of images) {
    const at = write(image);
    for (const name of image.names ?? []) addTo(places, name, at);
  }
  const start: Start = {
    names: end,
    imagePatterns: data.images
      .filter(({ namePattern }) => namePattern !== undefined)
      .map((entry) => ({ ...entry, words: wordsOf(entry.namePattern) })),
    signs,
    idleCommands: data.idleCommands,
    injectors: data.injectors.map((entry) => ({ ...entry, words: wordsOf(entry.annotation) })),
    trivialRules: data.trivialRules,
    builtInRoles: data.builtInRoles,
  };
  const names = [...places].map(([name, those]) => `${name}\t${those.join(' ')}`).sort();
  return [json(start), ...lines, ...names].join('\n');
}

function json(entry: Entry): string {
  return inAscii(JSON.stringify(entry, forRuns));
}

/** Leaves out what is there for who maintains the entries. */
function forRuns(key: string, value: unknown): unknown {
  return ['source', 'matches', 'silent'].includes(key) ? undefined : value;
}

/** What `writeKnowledge` has written. */
export function readKnowledge(text: string): KnowledgeSource {
  const body = text.indexOf('\n') + 1;
  const start = parsed(text.slice(0, body), isStart);
  const sign = (at: number): SignEntry => parsed(lineAt(text, body + at), isSign);
  const image = (at: string): ImageEntry => parsed(lineAt(text, body + Number(at)), isImage);
  return {
    ...start,
    imagesNamed: (name) => placesOf(name, text, body + start.names).map(image),
    signs: start.signs.map(({ where, words, at }) => ({ where, words, read: () => sign(at) })),
  };
}

/** The places of what a name stands for, in the sorted lines from an offset on. */
function placesOf(name: string, text: string, from: number): string[] {
  const begin = `${name}\t`;
  let low = from;
  let high = text.length;
  while (low < high) {
    const middle = Math.max(low, text.lastIndexOf('\n', Math.floor((low + high) / 2)) + 1);
    if (isBefore(text, middle, begin)) low = middle + lineAt(text, middle).length + 1;
    else high = middle;
  }
  return text.startsWith(begin, low) ? lineAt(text, low + begin.length).split(' ') : [];
}

/** Whether a line with a tab comes before a text that ends with one; to cut it out would take longer. */
function isBefore(text: string, line: number, other: string): boolean {
  let at = 0;
  while (at < other.length && text.charCodeAt(line + at) === other.charCodeAt(at)) at += 1;
  return at < other.length && text.charCodeAt(line + at) < other.charCodeAt(at);
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end === -1 ? text.length : end);
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
function parsed<T extends Entry>(line: string, isWanted: (entry: Entry) => entry is T): T {
  const value: unknown = JSON.parse(line);
  if (!isEntry(value) || !isWanted(value)) throw new Error(`not the entry that is looked for: ${line}`);
  return value;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}
