/** A value as Kubernetes reads it; integers beyond 2^53 keep their digits as `bigint`. */
export type ScalarValue = string | number | bigint | boolean | null;

/** How a scalar is written; `empty` is a missing value (`key:` and nothing after it). */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block' | 'empty';

interface Span {
  /** Offsets into the text of the file; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** True where the node is an alias (`*name`): its span is the alias, its content the anchor's. */
  readonly alias?: true;
  /** True where the node carries an anchor (`&name`) that is used: aliases elsewhere repeat what is changed here. */
  readonly anchored?: true;
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  readonly style: ScalarStyle;
}

/** One `key: value` of a mapping. */
export interface Entry {
  readonly key: ScalarNode;
  readonly name: string;
  readonly value: Node;
}

/** A mapping. Of duplicate keys only the last one is an entry, as for kubectl (facts.md §7). */
export interface MapNode extends Span {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface SequenceNode extends Span {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly Node[];
}

export type Node = ScalarNode | MapNode | SequenceNode;

/** A value that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
