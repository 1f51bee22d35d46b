import type { KnowledgeData } from '../evidence/knowledge/knowledgeEntries.ts';
import type { Options } from '../rule/rule.ts';
import type { Level } from './activeRules.ts';
import type { SelectorData } from './selector.ts';

/** A configuration as it is written (schemas/config.schema.json). */
export interface ConfigFile {
  readonly extends?: string | readonly string[];
  readonly plugins?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rules?: RuleEntries;
  readonly overrides?: readonly (SelectorData & { readonly rules: RuleEntries })[];
  readonly expiration?: { readonly tiers?: Readonly<Partial<Record<Tier, SelectorData | readonly SelectorData[]>>> };
  readonly audiences?: readonly AudienceEntry[] | AudienceLists;
  readonly complete?: boolean;
  readonly evidence?: Partial<KnowledgeData>;
}

export type RuleEntries = Readonly<Record<string, Level | readonly [Level, Options]>>;

/** How sensitive a workload is: the more, the shorter its tokens live. */
export type Tier = 'high' | 'medium' | 'low';

/** An audience, and the service that it belongs to. */
export type AudienceEntry = string | { readonly audience: string; readonly service: string };

export interface AudienceLists {
  readonly allowed?: readonly AudienceEntry[];
  /** Sets of audiences and services. */
  readonly apart?: readonly (readonly string[])[];
}
