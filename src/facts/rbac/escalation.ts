import type { Field } from '../../documents/field.ts';
import { LongLists } from '../../memo/longLists.ts';
import { builtInRules } from './builtInRules.ts';
import type { Grant } from './grant.ts';
import { covers, coversResource } from './permission.ts';
import type { AccessRule, PolicyRule } from './rbac.ts';
import { type Power, type Way, everything, ways, waysInNamespace } from './ways.ts';

/** What one rule of a role leads to. */
export interface Escalation {
  readonly id: string;
  readonly power: Power;
  /** What the account may do, after "may"; of a rule with `*` for resources there can be several. */
  readonly words: readonly string[];
  /** Of `*` for resources, the ids of all ways that it opens. */
  readonly ways?: readonly string[];
  /** The verbs and resources that allow it, as written. */
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  /** The rule, and the item of it that is the telling one; `undefined` for roles that the input does not hold. */
  readonly at: { readonly rule: PolicyRule; readonly field: Field } | undefined;
}

const knownInAll = new LongLists<AccessRule, readonly Escalation[]>();
const knownInOne = new LongLists<AccessRule, readonly Escalation[]>();

/** Of grants to groups, which many workloads have. */
const knownOf = new WeakMap<Grant, readonly Escalation[]>();

/** What a grant leads to beyond what it says, the worst first. */
export function escalationsOf(grant: Grant): readonly Escalation[] {
  if (grant.subject.kind !== 'Group') return findEscalations(grant);
  const found = knownOf.get(grant) ?? findEscalations(grant);
  knownOf.set(grant, found);
  return found;
}

function findEscalations({ binding, clusterWide, known, rules }: Grant): readonly Escalation[] {
  const builtIn = known === 'builtIn' ? (builtInRules.get(binding.roleName) ?? []) : [];
  const own = (clusterWide ? knownInAll : knownInOne).get(rules, () =>
    escalationsOfRules(rules, clusterWide, (rule, list, item) => new RuleItem(rule, list, item)),
  );
  if (builtIn.length === 0) return own;
  return worstFirst([...escalationsOfRules(builtIn, clusterWide, () => undefined), ...own]);
}

/** The telling item of a rule. Its field is looked for each time: it holds a document's nodes, which are not kept. */
class RuleItem {
  readonly rule: PolicyRule;
  readonly #list: 'verbs' | 'resources';
  readonly #item: string;

  constructor(rule: PolicyRule, list: 'verbs' | 'resources', item: string) {
    this.rule = rule;
    this.#list = list;
    this.#item = item;
  }

  get field(): Field {
    return this.rule.field.get(this.#list).item(this.rule[this.#list].indexOf(this.#item));
  }
}

function worstFirst(found: readonly Escalation[]): Escalation[] {
  return [...found].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Whether a grant is of everything that can be done. */
export function grantsEverything(escalation: Escalation): boolean {
  return escalation.words.includes(everything);
}

/** Why a grant leads to more than it says: `may read secrets and create pods`; `undefined` where it does not. */
export function escalationOf(grant: Grant): string | undefined {
  const words = [...new Set(escalationsOf(grant).flatMap((escalation) => escalation.words))];
  if (words.length === 0) return undefined;
  return `may ${words.includes(everything) ? everything : words.join(', ')}`;
}

function rankOf({ id, words }: Escalation): number {
  if (words.includes(everything)) return -1;
  return ways.findIndex((way) => way.id === id || way.words === words[0]);
}

type Locate<R extends AccessRule> = (rule: R, list: 'verbs' | 'resources', item: string) => Escalation['at'];

function escalationsOfRules<R extends AccessRule>(
  rules: readonly R[],
  clusterWide: boolean,
  locate: Locate<R>,
): Escalation[] {
  const open = (clusterWide ? ways : waysInNamespace).filter((way) => hasNeeds(rules, way));
  const all = rules.flatMap((rule) => {
    const found = open.flatMap((way) => {
      const used = meetsNames(rule, way) ? usedItems(rule, way) : undefined;
      return used === undefined ? [] : [{ way, used }];
    });
    if (found.length === 0) return [];
    if (rule.resources.includes('*'))
      return [
        wildcard(
          rule,
          found.map(({ way }) => way),
          locate,
        ),
      ];
    return found
      .filter(({ way }) => !found.some((other) => other.way.id === way.explainedBy))
      .map(({ way: { id, power, words, pointsAt }, used }) => ({
        id,
        power,
        words: [words],
        ...used,
        at: locate(rule, pointsAt, used[pointsAt][0] ?? ''),
      }));
  });
  return worstFirst(all);
}

/** All that `*` for resources brings is one fault. */
function wildcard<R extends AccessRule>(rule: R, found: readonly Way[], locate: Locate<R>): Escalation {
  const all = rule.verbs.includes('*') && rule.apiGroups.includes('*');
  return {
    id: 'wildcard',
    power: 'wildcard',
    words: all
      ? [everything]
      : found.filter(({ explainedBy }) => !found.some(({ id }) => id === explainedBy)).map(({ words }) => words),
    ways: found.map(({ id }) => id),
    verbs: rule.verbs,
    resources: ['*'],
    at: locate(rule, 'resources', '*'),
  };
}

function meetsNames({ resourceNames }: AccessRule, { names = [] }: Pick<Way, 'names'>): boolean {
  return resourceNames.length === 0 || resourceNames.some((name) => names.includes(name));
}

function hasNeeds(rules: readonly AccessRule[], { needs }: Way): boolean {
  if (needs === undefined) return true;
  const { names } = needs;
  return rules.some(
    (rule) => usedOf(rule, needs) !== undefined && (names === undefined || meetsNames(rule, { names })),
  );
}

/** The verbs and resources of a rule that open a way. */
function usedItems(rule: AccessRule, way: Way): Pick<Escalation, 'verbs' | 'resources'> | undefined {
  const used = way.access.flatMap((access) => usedOf(rule, access) ?? []);
  if (used.length === 0) return undefined;
  const verbs = new Set(used.flatMap((one) => one.verbs));
  const resources = new Set(used.flatMap((one) => one.resources));
  return {
    verbs: rule.verbs.filter((verb) => verbs.has(verb)),
    resources: rule.resources.filter((resource) => resources.has(resource)),
  };
}

function usedOf(rule: AccessRule, access: Way['access'][number]): Pick<Escalation, 'verbs' | 'resources'> | undefined {
  if (!covers(rule.apiGroups, access.apiGroup)) return undefined;
  const verbs = rule.verbs.filter((verb) => verb === '*' || access.verbs.includes(verb));
  const resources = rule.resources.filter((item) =>
    access.resources.some((resource) => coversResource([item], resource)),
  );
  return verbs.length > 0 && resources.length > 0 ? { verbs, resources } : undefined;
}
