import type { KustomizeChange } from './kustomizeChange.ts';
import type { Resource } from '../objects/resource.ts';
import { addTo } from '../../lists/addTo.ts';

/** Changes, by what they are for. */
export class Changes {
  readonly #byName = new Map<string, KustomizeChange[]>();
  /** Those that may be for several objects. */
  readonly #others: KustomizeChange[] = [];

  /** @param renamed whether objects have other names, too, which begin or end with something more. */
  constructor(changes: readonly KustomizeChange[], renamed: boolean) {
    for (const change of changes) {
      const { kind, name } = change;
      if (renamed || kind === undefined || name === undefined) this.#others.push(change);
      else addTo(this.#byName, `${kind} ${name}`, change);
    }
  }

  of({ kind, name }: Pick<Resource, 'kind' | 'name'>): KustomizeChange[] {
    const own = this.#byName.get(`${kind} ${name ?? ''}`) ?? [];
    const others = this.#others.filter(
      (change) => (change.kind ?? kind) === kind && (change.name === undefined || change.name.includes(name ?? '')),
    );
    return [...own, ...others];
  }
}
