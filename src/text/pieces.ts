/** A text in pieces. A text by itself is none: its pieces would be its characters. */
export type Pieces = Generator<string> | readonly string[];
