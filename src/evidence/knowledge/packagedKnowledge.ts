import data from './knowledge.json' with { type: 'json' };
import { type KnowledgeSource, listedKnowledge } from './knowledgeSource.ts';

/** What this package knows (knowledge.json). The build has it written and read by writtenKnowledge.ts instead. */
export function packagedKnowledge(): KnowledgeSource {
  return listedKnowledge(data);
}
