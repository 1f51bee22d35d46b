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

/** Something that supports a report, shown below it and linked from it. */
export interface Support {
  readonly message: string;
  readonly location?: Location;
}

/** Findings of another rule at a location; at the report's own location, where unset. */
export interface Explained {
  readonly ruleId: string;
  readonly location?: Location;
}

/** A rule that reports about an object, perhaps in another file. */
export interface ExplainedBy {
  readonly ruleId: string;
  readonly resource: Resource;
}

/** One fault that a rule found. Its text is made from the rule's message and `data`. */
export interface Report<MessageId extends string = string> {
  readonly messageId: MessageId;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly location: Location;
  readonly resource: Resource;
  readonly container?: string;
  readonly confidence: Confidence;
  /** Overrides the rule's severity: for what the API server rejects, or for a token with much power. */
  readonly severity?: Severity;
  readonly evidence?: readonly Support[];
  /**
   * What a thief of the token gains; findings of a higher weight are listed first. 0 where unset, 2 is full control.
   */
  readonly weight?: 0 | 1 | 2;
  /** The ways to more permissions (`Way`) that the message names, where it may name several. */
  readonly ways?: readonly string[];
  /** Findings of the same fault that say less than this one, and that the same edit mends: they are left out. */
  readonly explains?: readonly Explained[];
  /**
   * The reverse: this report is left out if one of these rules is on for its object, about which it then reports the
   * same.
   */
  readonly explainedBy?: readonly ExplainedBy[];
  readonly fixes?: readonly Fix[];
}

/** What a rule looks at. */
export interface Model {
  readonly facts: Facts;
  apiUse(workload: Workload): ApiUse;
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
  readonly id: string;
  /** One sentence: what it reports. */
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
  check(model: Model, options: Options): Iterable<Report<MessageId>>;
  /** Looks at the suppressions once all rules have run. */
  review?(suppressions: readonly Suppression[], unknown: readonly UnknownDirective[]): Iterable<Report<MessageId>>;
}

/** Ties the ids of a rule's messages to the reports that it makes. */
export function defineRule<const MessageId extends string>(rule: Rule<MessageId>): Rule<MessageId> {
  return rule;
}
