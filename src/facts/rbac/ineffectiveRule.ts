import type { Field } from '../../documents/field.ts';
import { groupsOfResource, isBuiltInGroup, resourceMeant } from '../objects/apiResources.ts';
import { isFilledIn } from '../objects/substitution.ts';
import { allows, covers } from './permission.ts';
import type { PolicyRule, Role } from './rbac.ts';

/** An item of a role's rule that grants nothing, with what was meant where that is obvious. */
export interface IneffectiveItem {
  readonly reason:
    'verb' | 'group' | 'resource' | 'subresource' | 'otherGroup' | 'clusterScoped' | 'named' | 'pattern' | 'asked';
  readonly item: string;
  readonly field: Field;
  /** What to write instead; for `otherGroup` the groups that have the resource; for `verb` one or several; for `asked` the resources that it is asked of. */
  readonly meant: string | undefined;
}

/** Items of a role that the API server takes and that match no request (facts.md §7, "RBAC effect"). */
export function ineffectiveItems(role: Role): IneffectiveItem[] {
  return role.rules
    .filter(({ nonResourceURLs }) => nonResourceURLs.length === 0)
    .filter(({ apiGroups, resources, verbs }) => ![apiGroups, resources, verbs].some((list) => list.some(isFilledIn)))
    .flatMap((rule) => [...ofRule(rule, role)]);
}

function* ofRule(rule: PolicyRule, role: Role): Generator<IneffectiveItem> {
  const groups = [...new Set(rule.apiGroups.map(groupMeant))];
  // Groups of other APIs may have a resource of any name, `*` has all.
  const closed = groups.length > 0 && groups.every(isBuiltInGroup);
  const [ownGroups, resources] = [new Set(rule.apiGroups), new Set(rule.resources)];
  for (const [index, item] of rule.apiGroups.entries()) {
    const meant = groupMeant(item);
    // Beside the right one it does no harm.
    if (meant === item || ownGroups.has(meant)) continue;
    yield { reason: 'group', item, field: rule.field.get('apiGroups').item(index), meant };
  }
  for (const [index, item] of rule.verbs.some(asksOfOther) ? [] : rule.resources.entries()) {
    const field = rule.field.get('resources').item(index);
    const found = ofResource(item, { groups, closed, resources, role, rule });
    if (found !== undefined) yield { ...found, item, field };
  }
  yield* ofVerbs(rule, closed);
  if (closed) yield* ofAskedVerbs(rule);
  yield* ofNames(rule, role.rules);
  yield* ofPatterns(rule, groups);
}

const rbac = 'rbac.authorization.k8s.io';

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** Words that people write for the verbs of requests. */
const mistaken: ReadonlyMap<string, string> = new Map([
  ['read', 'get, list, watch'],
  ['view', 'get, list, watch'],
  ['write', 'create, update, patch'],
  ['edit', 'update, patch'],
  ['modify', 'update, patch'],
  ['add', 'create'],
  ['remove', 'delete'],
  // Of HTTP, which are the verbs of requests for other paths (`nonResourceURLs`) alone.
  ['post', 'create'],
  ['put', 'update'],
  ['head', 'get'],
]);

/** What the API server asks on top of a request, and the resources of which it does. */
const askedOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['bind', ['roles', 'clusterroles']],
  ['escalate', ['roles', 'clusterroles']],
  ['impersonate', ['users', 'groups', 'serviceaccounts', 'uids', 'userextras']],
  ['approve', ['signers']],
  ['sign', ['signers']],
  ['attest', ['signers']],
]);

/** Verbs asked of what no API has as a resource: audiences of a kubelet's tokens, users, objects for somebody else. */
function asksOfOther(verb: string): boolean {
  const isImpersonation = verb.startsWith('impersonate:') || verb.startsWith('impersonate-on:');
  return isImpersonation || verb === 'request-serviceaccounts-token-audience';
}

/** The verb of a request is compared letter by letter. APIs of others may ask for verbs of any name. */
function* ofVerbs(rule: PolicyRule, closed: boolean): Generator<IneffectiveItem> {
  const written = new Set(rule.verbs);
  if (written.has('*')) return;
  for (const [index, item] of rule.verbs.entries()) {
    const lower = item.toLowerCase();
    const meant = lower !== item && verbs.includes(lower) ? lower : closed ? mistaken.get(lower) : undefined;
    // Beside the right ones it does no harm.
    if (meant === undefined || meant.split(', ').every((verb) => written.has(verb))) continue;
    yield { reason: 'verb', item, field: rule.field.get('verbs').item(index), meant };
  }
}

/** Beside a resource of which the verb is asked, it does no harm of others. */
function* ofAskedVerbs({ field, resources, verbs }: PolicyRule): Generator<IneffectiveItem> {
  if (!resources.every((resource) => groupsOfResource(resource) !== undefined)) return;
  for (const [index, item] of verbs.entries()) {
    const meant = askedOf.get(item);
    if (meant === undefined || resources.length === 0 || resources.some((one) => meant.includes(one))) continue;
    yield { reason: 'asked', item, field: field.get('verbs').item(index), meant: meant.join(', ') };
  }
}

/** `core` and `v1` mean the group that has no name; a version is no part of a group. */
function groupMeant(group: string): string {
  return group === 'core' || group === 'v1' ? '' : (group.split('/')[0] ?? '');
}

/** What surrounds a resource in a rule: the groups that are meant, and whether the API server knows all of their resources. */
interface Around {
  readonly groups: readonly string[];
  readonly closed: boolean;
  readonly resources: ReadonlySet<string>;
  readonly role: Role;
  readonly rule: PolicyRule;
}

function ofResource(
  item: string,
  { groups, closed, resources, role, rule }: Around,
): Pick<IneffectiveItem, 'reason' | 'meant'> | undefined {
  if (item === '*' || item.startsWith('*/'))
    return item === '*/*' ? { reason: 'subresource', meant: undefined } : undefined;
  if (item.endsWith('/*')) return { reason: 'subresource', meant: undefined };
  const hosts = groupsOfResource(item);
  if (item !== item.toLowerCase() || (closed && hosts === undefined)) {
    const meant = resourceMeant(item);
    if (meant === undefined ? item === item.toLowerCase() : resources.has(meant)) return undefined;
    return { reason: 'resource', meant };
  }
  if (hosts === undefined || !closed) return undefined;
  const here = groups.filter((group) => hosts.has(group));
  if (here.length === 0)
    return { reason: 'otherGroup', meant: [...hosts.keys()].filter((group) => group !== 'extensions').join(', ') };
  // A request for one Namespace is made in that namespace; whether a ClusterRole may be bound is asked in the binding's.
  const isAskedInNamespace = item.startsWith('namespaces') || (item === 'clusterroles' && covers(rule.verbs, 'bind'));
  const clusterScoped = here.every((group) => hosts.get(group) === false) && !isAskedInNamespace;
  return role.kind === 'Role' && clusterScoped ? { reason: 'clusterScoped', meant: undefined } : undefined;
}

/** The name of an object is not yet known when it is created, nor when a whole collection is deleted. */
function* ofNames(rule: PolicyRule, all: readonly PolicyRule[]): Generator<IneffectiveItem> {
  const { apiGroups, resourceNames, resources, verbs, field } = rule;
  // What another rule allows for any name is a repetition, and does no harm.
  const isAllowed = (verb: string): boolean =>
    apiGroups.every((apiGroup) =>
      resources.every((resource) =>
        all.some((other) => other.resourceNames.length === 0 && allows(other, { verb, apiGroup, resource })),
      ),
    );
  if (resourceNames.length === 0 || resources.some((resource) => resource === '*' || resource.includes('/'))) return;
  for (const [index, item] of verbs.entries()) {
    if ((item !== 'create' && item !== 'deletecollection') || isAllowed(item)) continue;
    yield { reason: 'named', item, field: field.get('verbs').item(index), meant: undefined };
  }
}

/** Names are compared letter by letter. No object has a `*` in its name but roles, and what is no object, as signers. */
function* ofPatterns(
  { field, resourceNames, resources }: PolicyRule,
  groups: readonly string[],
): Generator<IneffectiveItem> {
  const areObjects = resources.every((resource) => groupsOfResource(resource) !== undefined);
  if (!areObjects || !groups.every((group) => isBuiltInGroup(group) && group !== rbac)) return;
  for (const [index, item] of resourceNames.entries()) {
    if (item.includes('*'))
      yield { reason: 'pattern', item, field: field.get('resourceNames').item(index), meant: undefined };
  }
}
