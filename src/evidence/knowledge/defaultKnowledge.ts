import { Knowledge } from './knowledge.ts';
import type { KnowledgeData } from './knowledgeEntries.ts';
import { joinedKnowledge, listedKnowledge } from './knowledgeSource.ts';
import { packagedKnowledge } from './packagedKnowledge.ts';
import { lazy } from '../../memo/lazy.ts';

const known = lazy(() => new Knowledge(packagedKnowledge()));

/** What this package knows of programs, flags and injectors, after entries of the user's own. */
export function knowledgeWith(own: Partial<KnowledgeData> = {}): Knowledge {
  if (Object.keys(own).length === 0) return known();
  const listed = listedKnowledge({
    images: [],
    signs: [],
    idleCommands: [],
    injectors: [],
    ...own,
    // These are not for users to add to.
    trivialRules: [],
    builtInRoles: [],
  });
  return new Knowledge(joinedKnowledge(listed, packagedKnowledge()));
}
