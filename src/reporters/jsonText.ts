/** A list that is written item by item, each made when it is its turn. */
export class JsonList {
  readonly items: Iterable<object>;

  constructor(items: Iterable<object>) {
    this.items = items;
  }
}

/** An object that is written member by member, as there is a `JsonList` among them. */
export class JsonObject {
  readonly members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }
}

/**
 * An object and a line end, as `JSON.stringify(…, replacer, 2)` writes it, in pieces: the report of many findings as one
 * text takes more memory than they do, and at some size is no text any more.
 */
export function* jsonText(value: JsonObject, replacer?: Replacer): Generator<string> {
  let text = '';
  for (const piece of pieces(value, '', replacer)) {
    text += piece;
    if (text.length < pieceSize) continue;
    yield text;
    text = '';
  }
  yield `${text}\n`;
}

/** In UTF-16 code units. */
const pieceSize = 65_536;

type Replacer = (key: string, value: unknown) => unknown;

function* pieces(value: unknown, indent: string, replacer: Replacer | undefined): Generator<string> {
  if (value instanceof JsonList) yield* list(value.items, indent, replacer);
  else if (value instanceof JsonObject) yield* object(value.members, indent, replacer);
  else yield indented(value, indent.length / 2, replacer);
}

/** By lists around it, so that no line need be indented by hand; `JSON.stringify` also writes those. */
function indented(value: unknown, depth: number, replacer: Replacer | undefined): string {
  let around: unknown = value;
  for (let level = 0; level < depth; level += 1) around = [around];
  const text = JSON.stringify(around, replacer, 2);
  // Of each list, `[` and a line's end before the value, and that end and `]` behind it, with the indents of these lines.
  return text.slice(depth * (depth + 3), text.length - depth * (depth + 1));
}

function* list(items: Iterable<object>, indent: string, replacer: Replacer | undefined): Generator<string> {
  let separator = '[';
  for (const item of items) {
    yield `${separator}\n${indent}  `;
    yield* pieces(item, `${indent}  `, replacer);
    separator = ',';
  }
  yield separator === '[' ? '[]' : `\n${indent}]`;
}

function* object(
  members: Readonly<Record<string, unknown>>,
  indent: string,
  replacer: Replacer | undefined,
): Generator<string> {
  let separator = '{';
  for (const [name, member] of Object.entries(members)) {
    yield `${separator}\n${indent}  ${JSON.stringify(name)}: `;
    yield* pieces(member, `${indent}  `, replacer);
    separator = ',';
  }
  yield `\n${indent}}`;
}
