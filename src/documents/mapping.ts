import type { Entry, Node, ScalarNode } from './node.ts';
import type { ReadProblem } from './readProblem.ts';

/** Collects the entries of a mapping as kubectl does: of duplicate keys the last one counts, and it is said. */
export class MappingBuilder {
  readonly entries = new Map<string, Entry>();
  readonly #written = new Set<string>();
  readonly #report: (problem: ReadProblem) => void;

  constructor(report: (problem: ReadProblem) => void) {
    this.#report = report;
  }

  add(key: ScalarNode, value: Node): void {
    const name = String(key.value);
    if (this.#written.has(name)) {
      const message = `The key "${name}" is already set: kubectl takes the last one, a strict API server rejects the object`;
      this.#report({ start: key.start, end: key.end, code: 'duplicate-key', severity: 'warning', message });
    }
    this.#written.add(name);
    this.put({ key, name, value });
  }

  /** Sets an entry that is not written here (a merge key brings it in). */
  put(entry: Entry): void {
    // Deleting first keeps the order of the keys that count.
    this.entries.delete(entry.name);
    this.entries.set(entry.name, entry);
  }
}
