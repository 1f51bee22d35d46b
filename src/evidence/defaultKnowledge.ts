import data from './knowledge.json' with { type: 'json' };
import { Knowledge, type KnowledgeData } from './knowledge.ts';

let known: Knowledge | undefined;

/** What this package knows of programs, flags and injectors (knowledge.json), after entries of the user's own. */
export function knowledgeWith(own: Partial<KnowledgeData> = {}): Knowledge {
  if (Object.keys(own).length === 0) return (known ??= new Knowledge(data));
  return new Knowledge({
    images: [...(own.images ?? []), ...data.images],
    signs: [...(own.signs ?? []), ...data.signs],
    idleCommands: [...(own.idleCommands ?? []), ...data.idleCommands],
    injectors: [...(own.injectors ?? []), ...data.injectors],
    trivialRules: data.trivialRules,
    builtInRoles: data.builtInRoles,
  });
}
