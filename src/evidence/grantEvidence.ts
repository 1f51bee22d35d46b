import type { Grant } from '../facts/rbac/grant.ts';
import { isEffective } from '../facts/rbac/grant.ts';
import type { PolicyRule } from '../facts/rbac/rbac.ts';
import type { Evidence } from './evidence.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { titleOf } from '../facts/objects/resource.ts';

/**
 * Grants that show use: of the account itself or of the accounts of its namespace, and of more than being admitted under
 * a policy. What everyone has who is authenticated says nothing of one workload.
 */
export function tellingGrants(grants: readonly Grant[], knowledge: Knowledge): Grant[] {
  return grants.filter(
    (grant) => isEffective(grant) && grant.subject.name !== 'system:authenticated' && !isTrivial(grant, knowledge),
  );
}

function isTrivial(grant: Grant, knowledge: Knowledge): boolean {
  if (grant.known !== 'declared') return !countsByName(grant.binding.roleName, knowledge);
  return grant.rules.every((rule) => isTrivialRule(rule, knowledge));
}

function countsByName(role: string, knowledge: Knowledge): boolean {
  const entry = knowledge.builtInRoles.find(
    ({ name, pattern }) => name === role || (pattern !== undefined && new RegExp(pattern).test(role)),
  );
  return entry?.counts ?? true;
}

function isTrivialRule(rule: PolicyRule, knowledge: Knowledge): boolean {
  const within = (list: readonly string[], known: readonly string[]): boolean =>
    list.every((item) => known.includes(item));
  if (rule.nonResourceURLs.length > 0) return false;
  return knowledge.trivialRules.some(
    (known) =>
      within(rule.apiGroups, known.apiGroups) &&
      within(rule.resources, known.resources) &&
      within(rule.verbs, known.verbs),
  );
}

/** What a grant says for use, with the place of its role, or of the binding where that is not in the input. */
export function grantEvidence(grant: Grant): Evidence {
  const { binding, role } = grant;
  const what = role === undefined ? 'which is' : 'whose rules are';
  const missing = grant.known === 'missing' ? `, ${what} not in the input,` : '';
  return {
    kind: 'binding',
    direction: 'used',
    strength: 'strong',
    message: `${titleOf(binding)} grants ${binding.roleKind} "${binding.roleName}"${missing} to the account`,
    location: role?.root.at('metadata', 'name').valueLocation ?? grant.subject.field.get('name').valueLocation,
  };
}
