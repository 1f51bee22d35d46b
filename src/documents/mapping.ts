import type { Entry, Node, ScalarNode } from './node.ts';
import type { ReadProblem } from './readProblem.ts';

/** Collects the entries of a mapping as kubectl does: of duplicate keys the last one counts, and it is said. */
export class MappingBuilder {
  readonly entries = new Map<string, Entry>();
  readonly #report: (problem: ReadProblem) => void;
  /** Names that a merge key brought in and that are not written here. */
  #merged: Set<string> | undefined;

  constructor(report: (problem: ReadProblem) => void) {
    this.#report = report;
  }

  add(key: ScalarNode, value: Node): void {
    const name = String(key.value);
    if (this.entries.has(name)) {
      if (this.#merged?.delete(name) !== true) {
        const message = `The key "${name}" is already set: kubectl takes the last one, a strict API server rejects the object`;
        this.#report({ start: key.start, end: key.end, code: 'duplicate-key', severity: 'warning', message });
      }
      // Deleting first keeps the order of the keys that count.
      this.entries.delete(name);
    }
    this.entries.set(name, { key, name, value });
  }

  /** Sets an entry that a merge key brings in. */
  merge(entry: Entry): void {
    if (!this.entries.delete(entry.name)) (this.#merged ??= new Set()).add(entry.name);
    this.entries.set(entry.name, entry);
  }
}
