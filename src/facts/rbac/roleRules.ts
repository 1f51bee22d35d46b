import { concat } from '../../lists/concat.ts';
import { aggregatedBuiltIns, builtInRolesTaking } from './aggregation.ts';
import { type LabelSelector, selects } from './labelSelector.ts';
import type { NameIndex } from '../objects/nameIndex.ts';
import type { Binding, PolicyRule, Role } from './rbac.ts';
import type { Made, Reads } from '../objects/reads.ts';
import { mayBelongTogether, renderingOf, renderingsMeet } from '../objects/scope.ts';
import { addTo } from '../../lists/addTo.ts';

const none: readonly never[] = [];

/**
 * What roles allow: what they write, or where the cluster fills in their rules, what it finds by labels. The controller
 * overwrites what such a role writes, and repeats until nothing changes: a role that is taken in may take in others.
 */
export class RoleRules {
  readonly #roles: NameIndex<Role>;
  readonly #reads: Reads;
  /** By how roles select others. */
  readonly #rules = new Map<string, Made<readonly PolicyRule[]>>();
  readonly #taken = new Map<string, Made<readonly Role[]>>();
  #clusterRoles: readonly Role[] | undefined;
  #byLabel: ReadonlyMap<string, readonly Role[]> | undefined;
  /** By a label that they want; those that want none by `""`. */
  #takersByLabel: ReadonlyMap<string, readonly Role[]> | undefined;
  /** By the name of what they are added to. */
  #addedRoles: ReadonlyMap<string, readonly Role[]> | undefined;
  /** By that name, and the rendering that they may belong to. */
  readonly #added = new Map<string, Made<readonly PolicyRule[]>>();

  constructor(roles: NameIndex<Role>, reads: Reads) {
    this.#roles = roles;
    this.#reads = reads;
  }

  of(role: Role): readonly PolicyRule[] {
    return this.#isFilledIn(role)
      ? this.#reads.memo(this.#rules, selectionOf(role), () => this.#allOf(this.#takenBy(role)))
      : role.rules;
  }

  /** What roles of the input add to one of the API server's own, which the input does not hold. */
  addedTo({ roleKind, roleName, document }: Binding): readonly PolicyRule[] {
    if (roleKind !== 'ClusterRole' || !aggregatedBuiltIns.has(roleName)) return none;
    const rendering = renderingOf(document);
    return this.#reads.memo(this.#added, JSON.stringify([roleName, rendering]), () => {
      this.#reads.note('roles', '*');
      this.#addedRoles ??= groupByEach(this.#roles.values(), builtInRolesTaking);
      const roles = this.#addedRoles.get(roleName) ?? [];
      return this.#allOf(roles.filter((role) => renderingsMeet(renderingOf(role.document), rendering)));
    });
  }

  /** Roles, and those that take in their rules, through however many others. */
  withTakers(roles: readonly Role[]): ReadonlySet<Role> {
    return closure(roles, (role) => this.#takersOf(role));
  }

  #allOf(roles: readonly Role[]): readonly PolicyRule[] {
    const all = closure(roles, (role) => this.#takenBy(role));
    return concat([...all], (role) => (this.#isFilledIn(role) ? [] : role.rules));
  }

  /** Whether what a role writes is overwritten; not if it is as the cluster stored it, and what that is made from is not here. */
  #isFilledIn(role: Role): boolean {
    if (!role.aggregated) return false;
    return this.#takenBy(role).some((other) => other !== role) || !role.root.at('metadata', 'uid').set;
  }

  /** The roles whose rules a role takes in at one step, perhaps itself; of roles that select alike, the same list. */
  #takenBy(role: Role): readonly Role[] {
    if (!role.aggregated) return none;
    return this.#reads.memo(this.#taken, selectionOf(role), () => {
      this.#reads.note('roles', '*');
      const found = new Set<Role>();
      for (const selector of role.aggregates) {
        for (const other of this.#near(selector)) if (takesIn(role, other, selector)) found.add(other);
      }
      return [...found];
    });
  }

  /** ClusterRoles with that one of the labels that the fewest have; all where none is wanted. */
  #near({ labels }: LabelSelector): readonly Role[] {
    const all = (this.#clusterRoles ??= [...this.#roles.values()].filter(isClusterRole));
    const byLabel = (this.#byLabel ??= groupByEach(all, (role) => words(role.labels)));
    return words(labels).reduce((fewest, word) => {
      const roles = byLabel.get(word) ?? none;
      return roles.length < fewest.length ? roles : fewest;
    }, all);
  }

  /** The roles that take in the rules of a role at one step. */
  #takersOf(role: Role): readonly Role[] {
    if (!isClusterRole(role)) return [];
    this.#reads.note('aggregated', '*');
    this.#takersByLabel ??= groupByEach([...this.#roles.values()].filter(isAggregated), ({ aggregates }) =>
      aggregates.map(({ labels }) => words(labels)[0] ?? ''),
    );
    const near = concat([...words(role.labels), ''], (word) => this.#takersByLabel?.get(word) ?? []);
    return near.filter((other) => other.aggregates.some((selector) => takesIn(other, role, selector)));
  }
}

/** All that can be reached, each once: what takes in each other ends there, and so does a list that was walked. */
function closure(roles: readonly Role[], next: (role: Role) => readonly Role[]): ReadonlySet<Role> {
  const all = new Set(roles);
  const walked = new Set([roles]);
  // A set that grows is walked to its end.
  for (const role of all) {
    const others = next(role);
    if (walked.has(others)) continue;
    walked.add(others);
    for (const other of others) all.add(other);
  }
  return all;
}

function takesIn(role: Role, other: Role, selector: LabelSelector): boolean {
  return selects(selector, other.labels) && mayBelongTogether(other.document, role.document);
}

/** What decides which others a role takes in: the same for all that select the same among the same. */
function selectionOf({ aggregates, document }: Role): string {
  const rendering = renderingOf(document);
  const selectors = aggregates.map(({ text }) => text);
  return JSON.stringify(rendering === undefined ? selectors : [document.uri, rendering, ...selectors]);
}

function isClusterRole({ kind }: Role): boolean {
  return kind === 'ClusterRole';
}

function isAggregated({ aggregated }: Role): boolean {
  return aggregated;
}

/** Labels, each as one text to look up. */
function words(labels: ReadonlyMap<string, string>): string[] {
  return Array.from(labels, ([key, value]) => `${key}=${value}`);
}

function groupByEach(roles: Iterable<Role>, wordsOf: (role: Role) => readonly string[]): Map<string, Role[]> {
  const groups = new Map<string, Role[]>();
  for (const role of roles) for (const word of wordsOf(role)) addTo(groups, word, role);
  return groups;
}
