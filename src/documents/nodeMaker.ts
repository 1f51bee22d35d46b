import { type ParsedNode, isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { OriginOf } from './flowIndentation.ts';
import { MappingBuilder } from './mapping.ts';
import type { MapNode, Node, ScalarNode, ScalarStyle, SequenceNode } from './node.ts';
import type { ProblemCode } from './problem.ts';
import type { ReadProblem } from './readProblem.ts';
import { taggedValue } from './tags.ts';

/** A slash behind a backslash that is not itself escaped: no escape of YAML 1.1. */
const escapedSlash = /(?<!\\)(?:\\\\)*\\\//;

/** Turns the library's nodes into ours: values as Kubernetes reads them, aliases and merge keys resolved. */
export class NodeMaker {
  readonly problems: ReadProblem[] = [];
  /** As the library read it: offsets are the library's until `#span` makes them the file's. */
  readonly #text: string;
  readonly #originOf: OriginOf;
  readonly #base: number;
  readonly #anchors = new Map<string, Node>();
  #aliases: ReadonlySet<string> | undefined;

  constructor(text: string, base: number, originOf: OriginOf) {
    this.#text = text;
    this.#originOf = originOf;
    this.#base = base;
  }

  node(source: ParsedNode, inFlow = false): Node {
    const node = this.#convert(source, inFlow);
    if (isAlias(source) || source.anchor === undefined) return node;
    const kept: Node = this.#isUsed(source.anchor) ? { ...node, anchored: true } : node;
    this.#anchors.set(source.anchor, kept);
    return kept;
  }

  /** Whether there may be an alias of that name, here or further on. */
  #isUsed(anchor: string): boolean {
    this.#aliases ??= new Set(Array.from(this.#text.matchAll(/\*([^\s,[\]{}]+)/g), ([, name = '']) => name));
    return this.#aliases.has(anchor);
  }

  #convert(source: ParsedNode, inFlow: boolean): Node {
    const [start, end] = source.range;
    if (isAlias(source)) return this.#alias(source.source, start, end);
    if (isScalar(source)) return this.#scalar(source, inFlow, start, end);
    if (isMap<ParsedNode, ParsedNode | null>(source)) {
      return this.#map(source.items, source.flow === true, start, end);
    }
    if (isSeq<ParsedNode>(source)) {
      const flow = source.flow === true;
      const items = source.items.map((item) => (isPair(item) ? this.#unsupported(start, end) : this.node(item, flow)));
      const span = this.#span(start, end);
      if (!flow) span.end = items.at(-1)?.end ?? span.end;
      return { kind: 'sequence', flow, items, ...span } satisfies SequenceNode;
    }
    return this.#unsupported(start, end);
  }

  #span(start: number, end: number): { start: number; end: number } {
    return { start: this.#base + this.#originOf(start), end: this.#base + this.#originOf(end) };
  }

  #unsupported(start: number, end: number, message = 'Kubernetes cannot read this value'): ScalarNode {
    this.#report(start, end, 'yaml-unsupported', 'error', message);
    return { kind: 'scalar', value: null, style: 'plain', ...this.#span(start, end) };
  }

  #report(start: number, end: number, code: ProblemCode, severity: 'error' | 'warning', message: string): void {
    this.problems.push({ ...this.#span(start, end), code, severity, message });
  }

  #alias(name: string, start: number, end: number): Node {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      return this.#unsupported(start, end, 'This alias names no anchor before it, or one that contains it');
    }
    return { ...target, ...this.#span(start, end), alias: true };
  }

  #scalar(source: ParsedNode & { value: unknown }, inFlow: boolean, start: number, end: number): ScalarNode {
    const style = scalarStyle(source, start, end);
    const text = typeof source.value === 'string' ? this.#written(source.value, style, end) : '';
    if (inFlow && style === 'plain') this.#checkFlowScalar(start, end);
    if (inFlow && style === 'empty' && source.tag !== undefined) this.#checkFlowTag(start);
    const tagged = taggedValue(text, style, source.tag);
    const value = tagged === undefined ? this.#wrongTag(start, end) : tagged;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.#unsupported(start, end, 'A number that JSON, and so Kubernetes, cannot hold');
    }
    if (style === 'double' && escapedSlash.test(this.#text.slice(start, end)) && !this.#isJson()) {
      this.#report(start, end, 'yaml-unsupported', 'error', 'Kubernetes rejects the escape "\\/" in YAML');
    }
    // The line ends after a block scalar are not its last line's.
    const last = style === 'block' ? start + this.#text.slice(start, end).trimEnd().length : end;
    return { kind: 'scalar', value, style, ...this.#span(start, last) };
  }

  /** The library ends a block scalar with a line break even where the text has none at its end. */
  #written(value: string, style: ScalarStyle, end: number): string {
    const isCut = style === 'block' && end === this.#text.length && /\S[^\S\n]*$/.test(this.#text.slice(-1000));
    return isCut && value.endsWith('\n') ? value.slice(0, -1) : value;
  }

  /** In `[…]` and `{…}` goyaml begins a key with each question mark, and a value with a colon in front. */
  #checkFlowScalar(start: number, end: number): void {
    const at = this.#text.startsWith(':', start) ? 0 : this.#text.slice(start, end).indexOf('?');
    if (at === -1) return;
    const mark = start + at;
    const message = `Kubernetes reads this "${this.#text.charAt(mark)}" as no part of the value: put the value in quotes`;
    this.#report(mark, mark + 1, 'yaml-unsupported', 'error', message);
  }

  /** What follows a tag without a space is to goyaml a part of it, or wrong. */
  #checkFlowTag(end: number): void {
    const after = /^[^\s][,\]}]/.test(this.#text.slice(end - 1, end + 1));
    if (after) this.#report(end, end + 1, 'yaml-unsupported', 'error', 'Kubernetes wants a space behind a tag');
  }

  #isJson(): boolean {
    return this.#text.trimStart().startsWith('{');
  }

  #wrongTag(start: number, end: number): null {
    this.#report(start, end, 'yaml-unsupported', 'error', 'The tag does not fit the value');
    return null;
  }

  #map(
    pairs: readonly { key: ParsedNode; value: ParsedNode | null }[],
    flow: boolean,
    start: number,
    end: number,
  ): MapNode {
    const builder = new MappingBuilder((problem) => {
      this.problems.push(problem);
    });
    const span = this.#span(start, end);
    if (!flow) span.end = span.start;
    for (const pair of pairs) {
      const key = this.node(pair.key, flow);
      if (flow) this.#checkFlowKey(pair.key.range);
      if (key.kind !== 'scalar') {
        this.#reportComplexKey(pair.key);
        continue;
      }
      const value = this.#value(pair.value, key, flow);
      if (!flow) span.end = Math.max(key.end, value.end);
      if (key.value === '<<' && key.style === 'plain') {
        this.#merge(builder, value, pair.value ?? pair.key);
        continue;
      }
      if (key.value === null) {
        const [from, to] = pair.key.range;
        this.#unsupported(from, to, 'Kubernetes rejects an empty key');
      }
      builder.add(key, value);
    }
    return { kind: 'map', flow, entries: builder.entries, ...span };
  }

  /** To goyaml, a key without a question mark and its colon stand on one line; in JSON, the colon may stand on the next. */
  #checkFlowKey([start, end]: ParsedNode['range']): void {
    const written = this.#text.slice(start, end);
    const isApart = /^\s*\n\s*:/.test(this.#text.slice(end, end + 200));
    const isBroken = written.includes('\n') || (isApart && !(written.startsWith('"') && this.#isJson()));
    if (!isBroken || /\?\s+$/.test(this.#text.slice(Math.max(0, start - 200), start))) return;
    this.#report(start, end, 'yaml-syntax', 'error', 'Kubernetes wants a key and its colon on one line');
  }

  #value(source: ParsedNode | null, key: ScalarNode, inFlow: boolean): Node {
    const value = source === null ? undefined : this.node(source, inFlow);
    // A value that is not written has no place of its own.
    const missing =
      value === undefined ||
      (value.kind === 'scalar' && value.style === 'empty' && value.value === null && value.anchored !== true);
    return missing ? { kind: 'scalar', value: null, style: 'empty', start: key.end, end: key.end } : value;
  }

  #reportComplexKey(key: ParsedNode): void {
    const [start, end] = key.range;
    const template = this.#text.startsWith('{', start) && this.#text.startsWith('{', start - 1);
    if (template) {
      this.#report(start - 1, end, 'unrendered-template', 'error', 'A template expression where YAML wants a value');
    } else {
      this.#report(start, end, 'yaml-unsupported', 'error', 'Kubernetes rejects keys that are not scalars');
    }
  }

  /** Merges as goyaml.v2 does: what is merged overrides the keys before it, and of a list the first mapping wins. */
  #merge(builder: MappingBuilder, value: Node, { range: [start, end] }: ParsedNode): void {
    const sources = value.kind === 'sequence' ? [...value.items].reverse() : [value];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#report(start, end, 'yaml-unsupported', 'error', 'A merge key needs mappings');
        return;
      }
      for (const entry of source.entries.values()) builder.merge(entry);
    }
  }
}

function scalarStyle(source: ParsedNode & { type?: unknown }, start: number, end: number): ScalarStyle {
  switch (source.type) {
    case 'QUOTE_SINGLE':
      return 'single';
    case 'QUOTE_DOUBLE':
      return 'double';
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return 'block';
    default:
      return start === end ? 'empty' : 'plain';
  }
}
