import data from './knowledge.json' with { type: 'json' };
import { Knowledge } from './knowledge.ts';

let known: Knowledge | undefined;

/** What this package knows of programs, flags and injectors (knowledge.json). */
export function defaultKnowledge(): Knowledge {
  known ??= new Knowledge(data);
  return known;
}
