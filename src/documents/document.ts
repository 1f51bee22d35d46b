import { LineIndex, type Range } from '../text/position.ts';
import type { Node } from './node.ts';
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

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
    this.lines = new LineIndex(text);
  }
}

/** One document of a file. */
export class SourceDocument {
  readonly file: SourceFile;
  /** Position of the document in its file, counted from 0. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** The helm template that it was rendered from, `chart/templates/file.yaml`. */
  readonly template: string | undefined;
  /** What the document says; `undefined` where it is empty, was skipped, or could not be read. */
  readonly node: Node | undefined;
  readonly problems: readonly Problem[];

  constructor(file: SourceFile, index: number, piece: Piece, node: Node | undefined, problems: readonly Problem[]) {
    this.file = file;
    this.index = index;
    this.start = piece.start;
    this.end = piece.end;
    this.template = piece.template;
    this.node = node;
    this.problems = problems;
  }

  get uri(): string {
    return this.file.uri;
  }

  location(start: number, end: number, path?: Path): Location {
    const range = this.file.lines.range(start, end);
    return path === undefined ? { uri: this.uri, range } : { uri: this.uri, range, path };
  }
}
