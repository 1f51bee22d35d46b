import type { AccessRule } from './rbac.ts';

/** One thing to do at the API server. `resource` may have a subresource: `serviceaccounts/token`. */
export interface Action {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
}

/**
 * Whether a rule allows an action on any object (facts.md §7, "RBAC effect"): `*` covers subresources, `pods` does not;
 * `* /token` (without the space) covers the subresource of every resource, `pods/*` nothing at all.
 */
export function allows(rule: AccessRule, { verb, apiGroup, resource }: Action): boolean {
  return covers(rule.verbs, verb) && covers(rule.apiGroups, apiGroup) && coversResource(rule.resources, resource);
}

export function covers(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

export function coversResource(resources: readonly string[], resource: string): boolean {
  if (covers(resources, resource)) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && resources.includes(`*${resource.slice(slash)}`);
}
