import type { Field } from '../documents/field.ts';
import { type Escalation, escalationsOf } from '../facts/rbac/escalation.ts';
import type { Facts } from '../facts/facts.ts';
import { type Grant, isOfCluster } from '../facts/rbac/grant.ts';
import { scopeWords, subjectWords } from '../facts/rbac/grantWords.ts';
import { type Resource, titleOf } from '../facts/objects/resource.ts';
import type { Power } from '../facts/rbac/ways.ts';
import { accessWords } from './escalation.ts';
import type { Report, Support } from './rule.ts';
import { allWords, listWords } from './words.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** A place that gives accounts more than it says, and all that it is granted by. */
export interface Escalated {
  readonly escalation: Escalation;
  readonly grants: readonly Grant[];
  /** What every report of it has, whatever the message. */
  readonly report: Pick<Report, 'location' | 'resource' | 'confidence' | 'evidence' | 'ways'>;
  /** `{accounts}`, `{scope}`, `{access}` and `{powers}` of messages. */
  readonly data: {
    readonly accounts: string;
    readonly scope: string;
    readonly access: string;
    readonly powers: string;
  };
}

/**
 * What accounts are granted that has a power, by the place to change: the item of the role's rule, once for all bindings;
 * for a role that is the cluster's own, the binding's `roleRef`, once for all that the role leads to.
 */
export function escalatedBy(facts: Facts, power: Power): Escalated[] {
  const places = new Map<string, Place>();
  for (const { grant, found } of placesIn(facts.grants)) {
    for (const { field, escalation, resource, ways } of found) {
      if (escalation.power !== power) continue;
      // The document may have been read again since the last grant, so the node does not tell.
      const { document, node } = field;
      const key = `${escalation.id} ${String(node?.start)} ${String(node?.end)} ${document.uri}`;
      const place = getOrMake(places, key, () => ({
        field,
        escalation,
        resource,
        grants: [],
        ...(ways === undefined ? {} : { ways }),
      }));
      place.grants.push(grant);
    }
  }
  return Array.from(places.values(), escalated);
}

/** Every power has a rule that looks at the same grants. */
const known = new WeakMap<readonly Grant[], readonly PlacesOfGrant[]>();

interface PlacesOfGrant {
  readonly grant: Grant;
  readonly found: readonly Omit<Place, 'grants'>[];
}

function placesIn(grants: readonly Grant[]): readonly PlacesOfGrant[] {
  return getOrMake(known, grants, () => grants.flatMap(placesOfGrant));
}

function placesOfGrant(grant: Grant): PlacesOfGrant[] {
  const found = isOfCluster(grant.binding) ? [] : placesOf(grant);
  return found.length === 0 ? [] : [{ grant, found }];
}

interface Place {
  readonly field: Field;
  readonly resource: Resource;
  readonly escalation: Escalation;
  /** All that the place leads to, where it is several. */
  readonly ways?: readonly string[];
  readonly grants: Grant[];
}

function placesOf(grant: Grant): Omit<Place, 'grants'>[] {
  const { binding, role } = grant;
  const all = escalationsOf(grant);
  const isWritten = role === undefined || !isOfCluster(role);
  const places: Omit<Place, 'grants'>[] = [];
  const found: Escalation[] = [];
  for (const escalation of all) {
    const { at } = escalation;
    if (isWritten && at !== undefined) {
      const { ways } = escalation;
      places.push({ escalation, field: at.field, resource: at.rule.role, ...(ways === undefined ? {} : { ways }) });
    } else found.push(escalation);
  }
  const [worst] = found;
  // `cluster-admin` has a rule of its own.
  if (worst === undefined || binding.roleName === 'cluster-admin') return places;
  const words = [...new Set(found.flatMap((escalation) => escalation.words))];
  const telling = found.find(({ power }) => power === 'secretsRead') ?? worst;
  places.push({
    escalation: { ...telling, words, at: undefined },
    ways: [...new Set(found.flatMap(({ id, ways: opened = [] }) => [id, ...opened]))],
    field: binding.roleRef.get('name'),
    resource: binding,
  });
  return places;
}

function escalated({ field, resource, escalation, grants, ways }: Place): Escalated {
  const [first] = grants;
  const role = first === undefined ? '' : `${first.binding.roleKind} "${first.binding.roleName}"`;
  return {
    escalation,
    grants,
    report: {
      location: field.valueLocation,
      resource,
      confidence: 'high',
      evidence: [...bindingEvidence(grants), ...aggregationEvidence(grants, escalation.at?.rule.role)],
      ...(ways === undefined ? {} : { ways }),
    },
    data: {
      accounts: accountsWords(grants),
      scope: scopesWords(grants),
      access: escalation.at === undefined ? role : `The rule "${accessWords(escalation)}"`,
      powers: allWords(escalation.words),
    },
  };
}

/** By which role accounts get the rules of another one. */
function aggregationEvidence(grants: readonly Grant[], holder: Resource | undefined): Support[] {
  // What a kustomization calls otherwise is still itself.
  const grant = grants.find(({ binding, role }) => (role?.name ?? binding.roleName) !== holder?.name);
  if (holder === undefined || grant === undefined) return [];
  return [
    {
      message: `ClusterRole "${grant.binding.roleName}" takes in the rules of ${titleOf(holder)} by its labels`,
      location: holder.root.at('metadata', 'labels').keyLocation,
    },
  ];
}

const mostShown = 5;

/** Which bindings give a role to which accounts. */
export function bindingEvidence(grants: readonly Grant[]): Support[] {
  return grants.slice(0, mostShown).map(({ binding, subject }) => ({
    message: `${titleOf(binding)} gives ${binding.roleKind} "${binding.roleName}" to ${subjectWords(subject)}`,
    location: subject.field.get('name').valueLocation,
  }));
}

export function accountsWords(grants: readonly Grant[]): string {
  return listWords([...new Set(grants.map(({ subject }) => subjectWords(subject)))]);
}

export function scopesWords(grants: readonly Grant[]): string {
  const wide = grants.find(({ clusterWide }) => clusterWide);
  return listWords([...new Set((wide === undefined ? grants : [wide]).map(scopeWords))]);
}
