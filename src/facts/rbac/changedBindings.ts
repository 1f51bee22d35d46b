import { groupBy } from '../../lists/groupBy.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import type { KustomizeChange } from '../kustomize/kustomizeChange.ts';
import type { Reads } from '../objects/reads.ts';
import { type Resource, titleOf } from '../objects/resource.ts';
import { mayBelongTogether, renderingOf } from '../objects/scope.ts';
import { isFilledIn } from '../objects/substitution.ts';
import type { OpenMiss } from './openMisses.ts';
import { type Binding, accountOfSubject } from './rbac.ts';
import type { Miss } from './subjects.ts';
import { addTo } from '../../lists/addTo.ts';

interface Changed {
  readonly binding: Binding;
  readonly change: KustomizeChange;
}

/** Bindings that kustomizations change, which may name other accounts in the end. */
export class ChangedBindings {
  readonly #bindings: () => readonly Binding[];
  readonly #kustomized: KustomizationIndex;
  readonly #reads: Reads;
  #all: readonly Changed[] | undefined;
  #byWord: ReadonlyMap<string, readonly Changed[]> | undefined;

  /** @param bindings is called when something is looked up for the first time. */
  constructor(bindings: () => readonly Binding[], kustomized: KustomizationIndex, reads: Reads) {
    this.#bindings = bindings;
    this.#kustomized = kustomized;
    this.#reads = reads;
  }

  /** Those whose change has an account's name, or that of a group of accounts, in what it writes. */
  naming(names: Iterable<string>, { document }: Resource): Miss[] {
    if (this.#changed.length === 0) return [];
    this.#byWord ??= groupedByWord(this.#changed);
    return [...names, ...groups]
      .flatMap((name) => this.#byWord?.get(name) ?? [])
      .filter(({ binding }) => mayBelongTogether(binding.document, document))
      .map(missOf);
  }

  /** Those that may come to mean any account, or that of another namespace. */
  get open(): OpenMiss[] {
    return this.#changed.flatMap((changed) => {
      const { document, subjects } = changed.binding;
      const isKnown = textOf(changed.change) !== undefined;
      const names = isKnown ? subjects.map((subject) => accountOfSubject(subject)?.name ?? subject.name) : [undefined];
      return names.map((name) => ({ miss: missOf(changed), name, document }));
    });
  }

  get #changed(): readonly Changed[] {
    if (!this.#kustomized.mayChangeBindings) return [];
    this.#reads.note('changedBindings', '*');
    return (this.#all ??= this.#bindings().flatMap((binding) =>
      this.#kustomized.changesTo(binding).map((change) => ({ binding, change })),
    ));
  }
}

/** Words in the names of groups that hold accounts. */
const groups = ['serviceaccounts', 'authenticated'];

/** What a change writes, where that is known. */
function textOf({ written }: KustomizeChange): string | undefined {
  return written === undefined || isFilledIn(written.source) ? undefined : written.source;
}

function groupedByWord(all: readonly Changed[]): ReadonlyMap<string, readonly Changed[]> {
  const found = new Map<string, Changed[]>();
  for (const [change, changed] of groupBy(all, ({ change }) => change)) {
    const words = new Set(textOf(change)?.split(/[^\w.-]+/));
    // Of the bindings that it changes, one for each deployment says enough.
    for (const [one] of groupBy(changed, ({ binding }) => renderingOf(binding.document)).values()) {
      if (one !== undefined) for (const word of words) addTo(found, word, one);
    }
  }
  return found;
}

/** Of a role or a binding that is changed. */
export function changedMiss(resource: Resource, { location }: Pick<KustomizeChange, 'location'>): Miss {
  return { why: 'changed', title: titleOf(resource), location };
}

function missOf({ binding, change }: Changed): Miss {
  return changedMiss(binding, change);
}
