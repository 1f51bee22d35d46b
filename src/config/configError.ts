import type { Location } from '../documents/document.ts';
import { redactTokens } from '../text/redact.ts';

/** A place in a file, or the file. */
export interface Place {
  readonly uri: string;
  readonly range: Location['range'] | null;
}

/** Something that is wrong at a place. */
export interface Fault {
  readonly place: Place;
  readonly reason: string;
}

/** A configuration that cannot be used; the message has a line for each fault, with its place. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** The first fault. */
  readonly place: Place;
  readonly reason: string;

  constructor(first: Fault, ...others: readonly Fault[]) {
    super([first, ...others].map(({ place, reason }) => redactTokens(`${placeWords(place)}: ${reason}`)).join('\n'));
    this.place = first.place;
    this.reason = redactTokens(first.reason);
  }
}

/** `file:line:column`, counted from 1. */
function placeWords({ uri, range }: Place): string {
  return range === null ? uri : `${uri}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
}
