import type { SourceDocument, SourceFile } from '../documents/document.ts';
import type { Entry, MapNode, Node } from '../documents/node.ts';
import { entriesOf, entryOf } from '../documents/outlinedNode.ts';
import { readDocuments } from '../documents/read.ts';
import { LineIndex } from '../text/position.ts';
import { redactTokens } from '../text/redact.ts';

/** The lines of a file that are never printed: tokens, and what Secrets hold. */
export class HiddenLines {
  readonly #file: SourceFile;
  #secret: ReadonlySet<number> | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** @param number the line's, counted from 1; lines end in `\n` alone here. */
  has(number: number, text: string): boolean {
    this.#secret ??= mayHoldSecret(this.#file.text) ? new SecretLines(this.#file).numbers : new Set();
    return this.#secret.has(number) || redactTokens(text) !== text;
  }
}

/** Whether a text may hold a Secret, whose kind may be written with escapes. */
export function mayHoldSecret(text: string): boolean {
  return /Secret|\\[uUx\r\n]/.test(text);
}

/** As a text that is not read says it; behind a tag or an anchor, it may say so. */
const mention = /\bkind["']?\s*:\s*(?:[!&]|["']?(?:Secret(?:List)?\b|\w*\\[uUx]))/;

/** Fields of a Secret that say nothing of its data. */
const plainFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'type', 'immutable']);

/** Annotations may repeat the data (`kubectl.kubernetes.io/last-applied-configuration`). */
const isPlainMetadata = ({ name }: Entry): boolean => name !== 'annotations';

class SecretLines {
  readonly numbers = new Set<number>();
  readonly #text: string;
  readonly #lines: LineIndex;

  constructor(file: SourceFile) {
    this.#text = file.text;
    // A lone `\r` ends no line of a diff.
    this.#lines = new LineIndex(file.text.replaceAll('\r', ' '));
    for (const document of readDocuments(file).documents) this.#addDocument(document);
  }

  #addDocument(document: SourceDocument): void {
    const { node, start, end } = document;
    const text = this.#text.slice(start, end);
    if (!mayHoldSecret(text)) return;
    if (node === undefined) {
      if (mention.test(text)) this.#hide(start, end);
    } else if (node.kind === 'map' && kindOf(node) === 'Secret') this.#addSecret(node, start, end);
    else this.#addWithin(node);
  }

  #addWithin(node: Node): void {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string' && mention.test(node.value)) this.#hide(node.start, node.end);
    } else if (node.kind === 'sequence') {
      for (const item of node.items) this.#addWithin(item);
    } else if (kindOf(node) === 'Secret') {
      this.#addSecret(node, node.start, this.#endOfComments(node.end));
    } else if (kindOf(node) === 'SecretList') {
      this.#addItems(node);
    } else {
      for (const { value } of entriesOf(node)) this.#addWithin(value);
    }
  }

  /** The items of a SecretList need not say their kind. */
  #addItems(list: MapNode): void {
    const items = entryOf(list, 'items')?.value;
    if (items?.kind !== 'sequence') return;
    for (const item of items.items) {
      if (item.kind === 'map') this.#addSecret(item, item.start, this.#endOfComments(item.end));
      else this.#hide(item.start, item.end);
    }
  }

  /** All lines in which it lies, but those that hold nothing but keys and plain fields. */
  #addSecret(secret: MapNode, start: number, end: number): void {
    const plain = new Set<number>();
    const show = (from: number, to: number): void => {
      for (const line of this.#linesOf(from, to)) plain.add(line);
    };
    const hidden: Node[] = [];
    const look = (map: MapNode, isPlain: (entry: Entry) => boolean): void => {
      for (const entry of entriesOf(map)) {
        const { key, value, name } = entry;
        show(key.start, key.end);
        if (map === secret && name === 'metadata' && value.kind === 'map') look(value, isPlainMetadata);
        else if (isPlain(entry)) show(value.start, value.end);
        else hidden.push(value);
      }
    };
    look(secret, ({ name }) => plainFields.has(name));
    for (const line of this.#linesOf(start, end)) if (!plain.has(line) && !this.#isBare(line)) this.numbers.add(line);
    for (const node of hidden) this.#hideNode(node);
  }

  /** What an alias stands for lies elsewhere. */
  #hideNode(node: Node): void {
    this.#hide(node.start, node.end);
    if (node.kind === 'sequence') for (const item of node.items) this.#hideNode(item);
    if (node.kind === 'map') for (const { value } of entriesOf(node)) this.#hideNode(value);
  }

  #hide(start: number, end: number): void {
    if (start === end) return;
    for (const line of this.#linesOf(start, end)) if (!this.#isBare(line)) this.numbers.add(line);
  }

  #linesOf(start: number, end: number): number[] {
    const first = this.#lines.position(start).line + 1;
    const last = this.#lines.position(Math.max(start, end - 1)).line + 1;
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  /** Whether a line just parts documents, or is helm's. */
  #isBare(line: number): boolean {
    return /^\s*(?:---|\.\.\.|# Source: \S+)?\s*$/.test(this.#lines.line(line - 1));
  }

  /** Behind the last field of an item, comments may hold what was its data once. */
  #endOfComments(from: number): number {
    const comments = /(?:[^\S\n]*(?:#[^\n]*)?\n|[^\S\n]+#[^\n]*$)*/y;
    comments.lastIndex = from;
    comments.exec(this.#text);
    return Math.max(from, comments.lastIndex);
  }
}

function kindOf(map: MapNode): unknown {
  const kind = entryOf(map, 'kind')?.value;
  return kind?.kind === 'scalar' ? kind.value : undefined;
}
