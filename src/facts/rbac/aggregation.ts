import type { Role } from './rbac.ts';

const label = 'rbac.authorization.k8s.io/aggregate-to-';

/**
 * The API server's own ClusterRoles that take in others, by what those are labelled with: `edit` takes in `view`, `admin`
 * takes in both (source: policy.go in plugin/pkg/auth/authorizer/rbac/bootstrappolicy; facts.md did not measure it).
 */
export const aggregatedBuiltIns: ReadonlyMap<string, readonly string[]> = new Map([
  ['view', [`${label}view`]],
  ['edit', [`${label}edit`, `${label}view`]],
  ['admin', [`${label}admin`, `${label}edit`, `${label}view`]],
]);

/** Those into which the rules of a role go. */
export function builtInRolesTaking({ kind, labels }: Pick<Role, 'kind' | 'labels'>): string[] {
  if (kind !== 'ClusterRole' || labels.size === 0) return [];
  return [...aggregatedBuiltIns].flatMap(([name, keys]) =>
    keys.some((key) => labels.get(key) === 'true') ? [name] : [],
  );
}
