import {
  type Document,
  type Node,
  type Pair,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import type { Path, SourceFile } from '../documents/document.ts';
import { causeOf } from '../documents/syntax/cause.ts';
import { ConfigError, type Fault, type Place } from './configError.ts';

/** More than anyone writes by hand, and little enough to be read in no time. */
const maximumLength = 1_000_000;
const maximumAliases = 100;
const severalDocuments = 'There is more after this ---: one document is all that is read';

/** A configuration as it is written, in YAML 1.2 or JSON: what it says, and where. */
export class ConfigText {
  readonly file: SourceFile;
  readonly value: unknown;
  readonly #document: Document.Parsed;
  readonly #root: Path;

  /**
   * @param root where in the file the configuration is.
   * @param longest how many characters it may have.
   * @throws ConfigError where the text cannot be read.
   */
  constructor(file: SourceFile, root: Path = [], longest = maximumLength) {
    this.file = file;
    this.#root = root;
    if (file.text.length > longest) throw this.#error(null, 'larger than 1 MB: this is no configuration');
    try {
      this.#document = parseDocument(file.text, { prettyErrors: false, uniqueKeys: false });
      const [error] = [...this.#document.errors, ...this.#document.warnings];
      if (error !== undefined) {
        const { start, end, message } = causeOf(file.text, error) ?? {
          start: error.pos[0],
          end: error.pos[1],
          message: error.code === 'MULTIPLE_DOCS' ? severalDocuments : firstLine(error.message),
        };
        throw this.#error([start, end], message);
      }
      this.#refuseDuplicateKeys();
      const whole: unknown = this.#document.toJS({ maxAliasCount: maximumAliases });
      this.value = root.reduce((at, segment) => property(at, segment), whole) ?? {};
    } catch (error) {
      if (error instanceof RangeError) throw this.#error(null, 'nested too deeply');
      if (error instanceof ReferenceError) throw this.#error(null, aliasFault(error));
      throw error;
    }
  }

  /** The place of a value; where it is not written, of the nearest that holds it. */
  valuePlace(path: Path): Place {
    const found = this.#at(path);
    return this.#place(found.value?.range ?? found.key?.range);
  }

  /** The place of a key; of an item of a list, the item. */
  keyPlace(path: Path): Place {
    const found = this.#at(path);
    return this.#place(found.key?.range ?? found.value?.range);
  }

  /** What a scalar says. */
  scalar(path: Path): string | undefined {
    const { value } = this.#at(path);
    return isScalar(value) ? String(value.value) : undefined;
  }

  /** Whatever the number of keys, in one pass. */
  #refuseDuplicateKeys(): void {
    const faults: Fault[] = [];
    visit(this.#document, {
      Map: (_key, map) => {
        const seen = new Set<unknown>();
        for (const { key } of map.items) {
          if (!isScalar(key)) continue;
          const name = String(key.value);
          if (seen.has(name)) faults.push({ place: this.#place(key.range), reason: `"${name}" is written twice` });
          seen.add(name);
        }
      },
    });
    const [first, ...others] = faults;
    if (first !== undefined) throw new ConfigError(first, ...others.slice(0, 9));
  }

  #at(path: Path): { key?: Node | undefined; value?: Node | undefined } {
    let at: { key?: Node | undefined; value?: Node | undefined } = { value: this.#document.contents ?? undefined };
    for (const segment of [...this.#root, ...path]) {
      const node = isAlias(at.value) ? at.value.resolve(this.#document) : at.value;
      const next = child(node, segment);
      if (next === undefined) break;
      at = next;
    }
    return at;
  }

  #place(range: readonly number[] | null | undefined): Place {
    const { uri, lines } = this.file;
    const [start, end] = range ?? [];
    return { uri, range: start === undefined || end === undefined ? null : lines.range(start, end) };
  }

  #error(range: readonly number[] | null, reason: string): ConfigError {
    return new ConfigError({ place: this.#place(range), reason });
  }
}

function child(node: Node | undefined, segment: string | number): { key?: Node; value?: Node } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return isNode(item) ? { value: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair: Pair | undefined = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
  if (pair === undefined) return undefined;
  return { ...(isNode(pair.key) ? { key: pair.key } : {}), ...(isNode(pair.value) ? { value: pair.value } : {}) };
}

function property(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function aliasFault({ message }: ReferenceError): string {
  return message.startsWith('Excessive') ? 'its aliases repeat too much' : 'an alias names no anchor before it';
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
