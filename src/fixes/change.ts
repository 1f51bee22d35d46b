import type { Path, SourceFile } from '../documents/document.ts';
import type { Json, Node } from '../documents/node.ts';
import { readDocuments } from '../documents/read.ts';
import { groupBy } from '../lists/groupBy.ts';
import type { Patch } from '../rule/rule.ts';
import { isList } from './written.ts';
import { addTo } from '../lists/addTo.ts';

/** What an edit means: the value of one field of a document changes, or its name, or it goes. */
export type Change = {
  /** Position of the document in its file, counted from 0. */
  readonly document: number;
  readonly path: Path;
} & ({ readonly set: Json } | { readonly rename: string } | { readonly remove: true });

export function changeOfPatch({ field, ...operation }: Patch): Change {
  return { document: field.document.index, path: field.path, ...operation };
}

/** Whether the text after some edits reads as that before it with these changes, and differs in nothing else. */
export function differsBy(before: SourceFile, after: SourceFile, changes: readonly Change[]): boolean {
  const [was, is] = [readDocuments(before), readDocuments(after)];
  if (was.documents.length !== is.documents.length || was.problems.length !== is.problems.length) return false;
  const comparison = new Comparison();
  const byDocument = groupBy(changes, ({ document }) => document);
  return was.documents.every((document, index) =>
    comparison.matches(document.node, is.documents[index]?.node, byDocument.get(index) ?? []),
  );
}

class Comparison {
  /** Mappings and lists that are known to be equal: aliases would multiply them. */
  readonly #equal = new WeakMap<object, object>();

  /** `changes` are those at and below the node; their paths begin there. */
  matches(before: Node | undefined, after: Node | undefined, changes: readonly Change[]): boolean {
    if (before === undefined && changes.length === 0) return after === undefined;
    if (after === undefined) return false;
    const here = changes.find(({ path }) => path.length === 0);
    if (here !== undefined) return changes.length === 1 && 'set' in here && says(after, here.set);
    if (before?.kind === 'sequence') {
      return after.kind === 'sequence' && this.#sameItems(before.items, after.items, changes);
    }
    if (before?.kind === 'map') {
      const [old, now] = [before.entries, after.kind === 'map' ? after.entries : new Map<string, never>()];
      return after.kind === 'map' && this.#sameEntries(old, now, changes);
    }
    if (before !== undefined && changes.length === 0) {
      return after.kind === 'scalar' && before.value === after.value;
    }
    // A mapping that is null, or not there, is written along with its entry.
    if (before !== undefined && before.value !== null) return false;
    return after.kind === 'map' && this.#sameEntries(new Map(), after.entries, changes);
  }

  #sameItems(before: readonly Node[], after: readonly Node[], changes: readonly Change[]): boolean {
    if (changes.length === 0 && this.#equal.get(before) === after) return true;
    const changesBelow = bySegment(changes);
    const kept = before.flatMap((node, index) => {
      const below = changesBelow.get(index) ?? [];
      return below.some(isRemoval) ? [] : [{ node, below }];
    });
    const same =
      kept.length === after.length && kept.every(({ node, below }, index) => this.matches(node, after[index], below));
    if (same && changes.length === 0) this.#equal.set(before, after);
    return same;
  }

  #sameEntries(before: Entries, after: Entries, changes: readonly Change[]): boolean {
    if (changes.length === 0 && this.#equal.get(before) === after) return true;
    const changesBelow = bySegment(changes);
    const kept = [...before].flatMap(([name, { value }]) => {
      const below = changesBelow.get(name) ?? [];
      if (below.some(isRemoval)) return [];
      const renamed = below.find((change) => change.path.length === 0 && 'rename' in change);
      if (renamed === undefined || !('rename' in renamed)) return [{ name, value, below }];
      return [{ name: renamed.rename, value, below: below.filter((change) => change !== renamed) }];
    });
    const added = new Set(changes.flatMap(({ path: [name] }) => (before.has(String(name)) ? [] : [String(name)])));
    const names = [...after.keys()].filter((name) => !added.has(name));
    const same =
      names.length === kept.length &&
      after.size === kept.length + added.size &&
      kept.every(
        ({ name, value, below }, index) => names[index] === name && this.matches(value, after.get(name)?.value, below),
      ) &&
      [...added].every((name) => this.matches(undefined, after.get(name)?.value, changesBelow.get(name) ?? []));
    if (same && changes.length === 0) this.#equal.set(before, after);
    return same;
  }
}

type Entries = ReadonlyMap<string, { readonly value: Node }>;

/** The changes below each item or entry of a node; their paths begin there. */
function bySegment(changes: readonly Change[]): ReadonlyMap<string | number, readonly Change[]> {
  const below = new Map<string | number, Change[]>();
  for (const change of changes) {
    const [segment, ...path] = change.path;
    if (segment !== undefined) addTo(below, segment, { ...change, path });
  }
  return below;
}

function isRemoval(change: Change): boolean {
  return change.path.length === 0 && 'remove' in change;
}

function says(node: Node, value: Json): boolean {
  if (value === null || typeof value !== 'object') return node.kind === 'scalar' && node.value === value;
  if (isList(value)) {
    return (
      node.kind === 'sequence' &&
      node.items.length === value.length &&
      value.every((item, index) => isSaid(node.items[index], item))
    );
  }
  const wanted = Object.entries(value);
  if (node.kind !== 'map' || node.entries.size !== wanted.length) return false;
  return wanted.every(([name, item]) => isSaid(node.entries.get(name)?.value, item));
}

function isSaid(node: Node | undefined, value: Json): boolean {
  return node !== undefined && says(node, value);
}
