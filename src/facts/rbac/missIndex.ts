import { concat } from '../../lists/concat.ts';
import type { Identity } from '../kustomize/builtNames.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import { NameIndex } from '../objects/nameIndex.ts';
import type { Made, Reads } from '../objects/reads.ts';
import type { Resource } from '../objects/resource.ts';
import { type Named, isBeside, mayBelongTogether } from '../objects/scope.ts';
import { isFilledIn, mayBecome } from '../objects/substitution.ts';
import { ChangedBindings, changedMiss } from './changedBindings.ts';
import type { Grant } from './grant.ts';
import { OpenMisses, openIn } from './openMisses.ts';
import type { Binding } from './rbac.ts';
import { type Miss, type NamedSubject, subjectLists } from './subjects.ts';

interface Parts {
  readonly files: readonly { readonly bindings: readonly Binding[] }[];
  /** Pods by the names of their accounts. */
  readonly podsByAccount: NameIndex<Named>;
  readonly subjects: NameIndex<NamedSubject>;
  /** Bindings that the API server rejects for an account without namespace. */
  readonly rejected: () => readonly Binding[];
  readonly kustomized: KustomizationIndex;
}

interface Known {
  /** What builds call the workload's account. */
  readonly built: readonly Identity[];
  readonly grants: readonly Grant[];
}

/** Subjects and changes of bindings that may mean an account, and are not known to grant it anything. */
export class MissIndex {
  readonly #podsByAccount: NameIndex<Named>;
  readonly #subjects: NameIndex<NamedSubject>;
  readonly #rejected: NameIndex<NamedSubject>;
  readonly #kustomized: KustomizationIndex;
  readonly #changed: ChangedBindings;
  readonly #open: OpenMisses;
  readonly #reads: Reads;
  readonly #havePods = new Map<NamedSubject, Made<boolean>>();

  constructor({ files, podsByAccount, subjects, rejected, kustomized }: Parts, reads: Reads) {
    this.#podsByAccount = podsByAccount;
    this.#subjects = subjects;
    this.#kustomized = kustomized;
    this.#reads = reads;
    this.#rejected = new NameIndex('subjects', () => subjectLists(rejected()).named, reads);
    const bindings = (): readonly Binding[] => concat(files, (file) => file.bindings);
    this.#changed = new ChangedBindings(bindings, kustomized, reads);
    this.#open = new OpenMisses(() => [...bindings().flatMap(openIn), ...this.#changed.open], kustomized);
  }

  /** What may mean a workload's account. @param name of the account as the workload names it. */
  *of(name: string, workload: Resource, { built, grants }: Known): Generator<Miss> {
    this.#reads.note('openSubjects', '*');
    for (const { subject, document } of this.#rejected.candidates(name, workload.namespace))
      if (
        mayBelongTogether(document, workload.document) &&
        (name !== 'default' || isBeside(document, workload.document))
      )
        yield { subject, why: 'rejected' };
    yield* this.#open.for(name, workload);
    const names = built.length === 0 ? [name] : [...new Set([name, ...built.map((one) => one.name)])];
    yield* this.#changed.naming(names, workload);
    for (const { role } of grants)
      if (role !== undefined) for (const change of this.#kustomized.changesTo(role)) yield changedMiss(role, change);
    yield* this.#onceFilledIn(built, workload);
    yield* this.#elsewhere(names, workload, built);
  }

  /** Subjects that name the workload's account if somebody fills in the right prefix or suffix. */
  *#onceFilledIn(built: readonly Identity[], workload: Resource): Generator<Miss> {
    const open = built.filter(({ name }) => isFilledIn(name));
    if (open.length === 0) return;
    for (const { name, document, subject } of this.#subjects.values())
      if (open.some((one) => mayBecome(one.name, name)) && mayBelongTogether(document, workload.document))
        yield { subject, why: 'renamed' };
  }

  /** Subjects of the workload's account in another namespace that nobody else can be. */
  *#elsewhere(names: readonly string[], workload: Resource, built: readonly Identity[]): Generator<Miss> {
    if (names.includes('default')) return;
    const namespaces = [workload, ...built].flatMap(({ namespace }) => namespace ?? []);
    if (namespaces.length === 0) return;
    for (const name of names) {
      for (const found of this.#subjects.candidates(name, null)) {
        if (namespaces.includes(found.namespace ?? '') || !mayBelongTogether(found.document, workload.document))
          continue;
        if (!this.#hasPod(found)) yield { subject: found.subject, why: 'elsewhere' };
      }
    }
  }

  #hasPod(subject: NamedSubject): boolean {
    return this.#reads.memo(
      this.#havePods,
      subject,
      () => this.#podsByAccount.nearest(subject.name, subject).length > 0,
    );
  }
}
