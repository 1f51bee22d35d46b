import { LineIndex, type Range } from '../text/position.ts';
import type { Node } from './node.ts';
import type { Outline } from './outline.ts';
import type { Problem } from './problem.ts';
import type { Piece } from './split.ts';

/** Keys and list indices from a document's root. Never a dotted string: annotation keys contain dots. */
export type Path = readonly (string | number)[];

/** A place in a file, with the path of what lies there where that is known. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
  readonly path?: Path;
}

/** One text as it was read, named as findings name it: relative to the working directory, with `/`. */
export class SourceFile {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** Whether a byte order mark stands before the text. */
  readonly hasMark: boolean;
  #folders: readonly string[] | undefined;

  constructor(uri: string, text: string, hasMark = false) {
    this.uri = uri;
    this.text = text;
    this.lines = new LineIndex(text);
    this.hasMark = hasMark;
  }

  /** The folders that it lies in, the outermost first. */
  get folders(): readonly string[] {
    return (this.#folders ??= this.uri.split('/').slice(0, -1));
  }
}

/** Gives the parsed content of documents, which may have to be parsed again. */
export interface Content {
  nodeOf(document: SourceDocument): Node | undefined;
}

/** For a document that is empty, was skipped, or could not be read. */
export const noContent: Content = { nodeOf: () => undefined };

/** One document of a file. */
export class SourceDocument {
  readonly file: SourceFile;
  /** Position of the document in its file, counted from 0. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** The helm template that it was rendered from, `chart/templates/file.yaml`. */
  readonly template: string | undefined;
  readonly problems: readonly Problem[];
  /** The compact form from which its nodes are made, as long as it is cached. */
  outline: Outline | undefined;
  readonly #content: Content;
  #held: Node | undefined;

  constructor(file: SourceFile, index: number, piece: Piece, content: Content, problems: readonly Problem[]) {
    this.file = file;
    this.index = index;
    this.start = piece.start;
    this.end = piece.end;
    this.template = piece.template;
    this.#content = content;
    this.problems = problems;
  }

  /** Whether there is something to look at. */
  get hasContent(): boolean {
    return this.#content !== noContent;
  }

  /** Whether it could not be read, or is an unrendered template, whose content is not known. */
  get isUnread(): boolean {
    return this.problems.some(({ severity, code }) => severity === 'error' || code === 'unrendered-template');
  }

  /** The parsed content; `undefined` where there is none. */
  get node(): Node | undefined {
    return this.#held ?? this.#content.nodeOf(this);
  }

  /** Keeps the parsed content in memory; `undefined` releases it. */
  hold(node: Node | undefined): void {
    this.#held = node;
  }

  get uri(): string {
    return this.file.uri;
  }

  location(start: number, end: number, path?: Path): Location {
    const range = this.file.lines.range(start, end);
    return path === undefined ? { uri: this.uri, range } : { uri: this.uri, range, path };
  }
}
