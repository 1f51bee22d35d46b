import type { Codes } from './codes.ts';

/** What a name is known by that has no number: a long one, or one beyond as many as are kept. */
export const unnumbered = 0;

const longest = 60;
const most = 4000;
/** Names that somebody made to have the same hash go without, or each look would lead past all of them. */
const mostTried = 32;

/** By their numbers; the first one is nobody's. */
const names: string[] = [''];
const numbers = new Map<string, number>();
let someGoWithout = false;

/** Numbers, each in the first free place from where its name's hash leads. */
const places = new Uint16Array(8192);
const hashes = new Int32Array(most);
/** Where the letters of a name start; they end where those of the next one start. */
const starts = new Int32Array(most + 1);
let letters = new Uint16Array(4096);

/**
 * The number of a name that lies in a text. The same few names come in every document: by their numbers they are found
 * without being cut out and compared letter by letter again.
 */
export function numberAt(codes: Codes, start: number, end: number): number {
  if (end - start > longest) return withoutNumber();
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (codes[at] ?? 0)) | 0;
  for (let tried = 0; tried < mostTried; tried += 1) {
    const place = (hash + tried) & (places.length - 1);
    const number = places[place] ?? 0;
    if (number !== 0) {
      if (hashes[number] === hash && isSame(number, codes, start, end)) return number;
      continue;
    }
    if (names.length === most) break;
    places[place] = names.length;
    return added(hash, codes, start, end);
  }
  return withoutNumber();
}

/** The number of a name. Without one, there may be keys of that name nevertheless, if some go without: `mayBeWritten`. */
export function numberOf(name: string): number {
  return numbers.get(name) ?? unnumbered;
}

/** Whether keys have been read that are called by a name, as far as its number tells. */
export function mayBeWritten(number: number): boolean {
  return number !== unnumbered || someGoWithout;
}

/** @param number one that was given. */
export function nameOf(number: number): string {
  return names[number] ?? '';
}

function withoutNumber(): number {
  someGoWithout = true;
  return unnumbered;
}

function isSame(number: number, codes: Codes, start: number, end: number): boolean {
  const first = starts[number] ?? 0;
  const length = (starts[number + 1] ?? 0) - first;
  if (length !== end - start) return false;
  for (let at = 0; at < length; at += 1) if (letters[first + at] !== codes[start + at]) return false;
  return true;
}

function added(hash: number, codes: Codes, start: number, end: number): number {
  const number = names.length;
  const first = starts[number] ?? 0;
  if (first + end - start > letters.length) {
    const more = new Uint16Array(letters.length * 2);
    more.set(letters);
    letters = more;
  }
  letters.set(codes.subarray(start, end), first);
  hashes[number] = hash;
  starts[number + 1] = first + end - start;
  const name = String.fromCharCode(...codes.subarray(start, end));
  names.push(name);
  numbers.set(name, number);
  return number;
}
