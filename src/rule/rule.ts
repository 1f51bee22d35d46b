import type { Location } from '../documents/document.ts';
import type { Field } from '../documents/field.ts';
import type { Json } from '../documents/node.ts';
import type { ApiUse, Confidence } from '../evidence/evidence.ts';
import type { Injection } from '../evidence/injection.ts';
import type { Facts } from '../facts/facts.ts';
import type { Resource } from '../facts/objects/resource.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Suppression, UnknownDirective } from './suppression.ts';

export type Severity = 'error' | 'warning' | 'info';

/**
 * Named sets of rules. No rule lists `cis`: it holds all rules with the tag of a CIS control, and those about
 * suppressions.
 */
export type Preset = 'recommended' | 'strict' | 'zero-trust' | 'cis';

/** A change of one field. */
export type Patch =
  | { readonly field: Field; readonly set: Json }
  | { readonly field: Field; readonly rename: string }
  | { readonly field: Field; readonly remove: true };

/**
 * `safe` keeps the meaning, repairs what the API server rejects, or turns off a token that nobody asked for and surely nobody
 * uses; `unsafe` may change a running workload.
 */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly patches: readonly Patch[];
}

/** One piece of evidence for a report: shown below it, a related location in SARIF, related information in LSP. */
export interface Support {
  /** A sentence without a full stop. */
  readonly message: string;
  /** What the sentence is about, in any file of the input. */
  readonly location?: Location;
}

/** The findings of another rule at a location. */
export interface Explained {
  readonly ruleId: string;
  /** The report's own location if unset. */
  readonly location?: Location;
}

/** Another rule, and the object about which it reports the same; the object may be in another file. */
export interface ExplainedBy {
  readonly ruleId: string;
  readonly resource: Resource;
}

/** One fault that a rule found. Its text is the rule's message `messageId`, filled in with `data`. */
export interface Report<MessageId extends string = string> {
  /** A key of the rule's `messages`. */
  readonly messageId: MessageId;
  /** A value for each `{name}` in the message. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** The value that is wrong, the key if the key is, or the key of the mapping that lacks something: never a whole block. */
  readonly location: Location;
  /** The object that the fault is in; `location` lies in its file. */
  readonly resource: Resource;
  /** The name of the one container that is concerned, if it is one. */
  readonly container?: string;
  readonly confidence: Confidence;
  /** Overrides the rule's severity, unless the user sets a level: for what the API server rejects, or for a powerful token. */
  readonly severity?: Severity;
  readonly evidence?: readonly Support[];
  /**
   * What a thief of the token gains: 0 (the default) nothing beyond what the token is for, 1 a way to more permissions, 2 full
   * control of the cluster. Among findings of one severity, higher weights come first.
   */
  readonly weight?: 0 | 1 | 2;
  /** The ids of the ways to more permissions (`Way`) that the message names, if it may name several. */
  readonly ways?: readonly string[];
  /** Findings of the same fault that say less than this one and that the same edit fixes: they are left out. */
  readonly explains?: readonly Explained[];
  /** The reverse: this report is left out if one of these rules is on for the object that is named with it. */
  readonly explainedBy?: readonly ExplainedBy[];
  /** The best first: `--fix` applies the first that its level allows. */
  readonly fixes?: readonly Fix[];
}

/** What a rule looks at. A rule may be run several times, each time with another part of the input. */
export interface Model {
  readonly facts: Facts;
  /** Whether the workload uses its API token, with the evidence. */
  apiUse(workload: Workload): ApiUse;
  /** What webhooks will add to the workload's pods, as its annotations and labels ask for. */
  injections(workload: Workload): readonly Injection[];
}

/** A JSON Schema with a default for each property: the options of a rule. */
export interface OptionsSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<
    Record<string, { readonly description: string; readonly default: Json } & { readonly [keyword: string]: Json }>
  >;
}

export type Options = Readonly<Record<string, Json>>;

export interface RuleMeta<MessageId extends string = string> {
  /** Lower-case words joined by `-`; findings of a plugin's rule have the plugin's name and `/` before it. */
  readonly id: string;
  /** One sentence that says what the rule reports. */
  readonly description: string;
  /** Markdown: why it matters, with a concrete attack or failure, and what to do. */
  readonly rationale: string;
  readonly severity: Severity;
  readonly presets: readonly Exclude<Preset, 'cis'>[];
  /** From 0.1 to 10, as GitHub's `security-severity`. */
  readonly securitySeverity: number;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly fixable: boolean;
  /** Texts by id; `{name}` stands for a value of the report's data. */
  readonly messages: Readonly<Record<MessageId, string>>;
  readonly options?: OptionsSchema;
  /** The rule's severity in some presets; in the others it is `severity`. */
  readonly presetSeverity?: Readonly<Partial<Record<Preset, Severity>>>;
  /** The rule's options in some presets; the options that are not listed have their defaults. */
  readonly presetOptions?: Readonly<Partial<Record<Preset, Options>>>;
}

export interface Rule<MessageId extends string = string> {
  readonly meta: RuleMeta<MessageId>;
  /** Finds the faults in some facts. Pure: no I/O, and the same facts and options give the same reports in the same order. */
  check(model: Model, options: Options): Iterable<Report<MessageId>>;
  /** Reports about suppressions, once all rules have run: only then is it known which of them were used. */
  review?(suppressions: readonly Suppression[], unknown: readonly UnknownDirective[]): Iterable<Report<MessageId>>;
}

/** Ties the ids of a rule's messages to the reports that it makes. */
export function defineRule<const MessageId extends string>(rule: Rule<MessageId>): Rule<MessageId> {
  return rule;
}
