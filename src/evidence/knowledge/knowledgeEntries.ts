import type { Pattern } from './wordedPattern.ts';

/**
 * Words of which a text must hold one to match the entry's pattern, found at build time; empty where there are none.
 */
type Words = readonly string[];

/** What is known of a program by its image (schemas/knowledge.schema.json). */
export interface ImageEntry {
  readonly names?: readonly string[];
  readonly namePattern?: Pattern;
  readonly words?: Words;
  readonly repositories?: readonly string[];
  /** Names of its own program, besides the image's name. */
  readonly programs?: readonly string[];
  /** Whether its entrypoint runs its arguments as a command. */
  readonly runsArguments?: boolean;
  /** The audience of the projected token that it logs in with: in a pod without one, the entry does not apply. */
  readonly tokenAudience?: string;
  /** Whether it handles files for others: what is mounted is not its own configuration. */
  readonly handlesFiles?: boolean;
  /** Whether its configuration tells how it uses the token. */
  readonly configured?: boolean;
  readonly use: string;
  readonly strength: string;
  readonly meaning: string;
  readonly source?: string;
}

/** A pattern for texts that show that the API is used, or that it is not. */
export interface SignEntry {
  readonly id: string;
  readonly where: string | readonly string[];
  readonly pattern: Pattern;
  readonly unless?: Pattern;
  readonly images?: readonly string[];
  /** Only from this version of the image on: `4.1`. */
  readonly since?: string;
  /** Whether it concerns only one part of a program. */
  readonly partial?: boolean;
  /** Whether it counts only if a volume brings the kubeconfig that the text names. */
  readonly kubeconfig?: boolean;
  /** Ids of signs that do not count where this one is found. */
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
