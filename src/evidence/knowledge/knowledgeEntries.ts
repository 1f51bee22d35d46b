import type { Pattern } from './wordedPattern.ts';

/** The required words of an entry's pattern, where they have been looked for already: empty where there are none. */
type Words = readonly string[];

/** What is known of a program by its image (schemas/knowledge.schema.json). */
export interface ImageEntry {
  readonly names?: readonly string[];
  readonly namePattern?: Pattern;
  readonly words?: Words;
  readonly repositories?: readonly string[];
  /** Commands that are its own program, besides those named after it. */
  readonly programs?: readonly string[];
  /** Whether its entrypoint runs its arguments as a command. */
  readonly runsArguments?: boolean;
  /** Of the projected token that it logs in with: where there is none, the entry does not hold. */
  readonly tokenAudience?: string;
  /** Whether it takes what is mounted for files of others, and reads none of them for itself. */
  readonly handlesFiles?: boolean;
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
  readonly source?: string;
}

/** A text that shows use, or that there is none. */
export interface SignEntry {
  readonly id: string;
  readonly where: string | readonly string[];
  readonly pattern: Pattern;
  readonly unless?: Pattern;
  readonly images?: readonly string[];
  /** Only from this version of the image on: `4.1`. */
  readonly since?: string;
  /** Whether it speaks of one part of a program alone. */
  readonly partial?: boolean;
  /** Whether it holds only where a volume brings the kubeconfig that the text names; else that is not known. */
  readonly kubeconfig?: boolean;
  /** Signs that say nothing where this one is found. */
  readonly overrides?: readonly string[];
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
}

/** A command that does not call the API server, whatever image it runs in. */
export interface IdleCommandEntry {
  readonly id: string;
  readonly pattern: string;
  readonly unless?: string;
  /** Of a command that does no work: `never`, `briefly` or `for-ever`; a container that only waits is there to be entered. */
  readonly waits?: string;
  readonly meaning: string;
}

export interface InjectorEntry {
  readonly id: string;
  readonly name: string;
  readonly annotation: Pattern;
  readonly words?: Words;
  readonly unlessAnnotation?: Pattern;
  readonly needsToken: string;
  readonly volumeAnnotation?: string;
  readonly meaning: string;
}

export interface TrivialRuleEntry {
  readonly id: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly meaning: string;
}

export interface BuiltInRoleEntry {
  readonly name?: string;
  readonly pattern?: string;
  readonly counts: boolean;
  readonly meaning: string;
}

export interface KnowledgeData {
  readonly images: readonly ImageEntry[];
  readonly signs: readonly SignEntry[];
  readonly idleCommands: readonly IdleCommandEntry[];
  readonly injectors: readonly InjectorEntry[];
  readonly trivialRules: readonly TrivialRuleEntry[];
  readonly builtInRoles: readonly BuiltInRoleEntry[];
}
