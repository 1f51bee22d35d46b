import { isEffective } from '../../src/facts/rbac/grant.ts';
import { accountOfSubject } from '../../src/facts/rbac/rbac.ts';
import { type Workload, tokensOfApiServer } from '../../src/facts/workloads/workload.ts';
import type { Model } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';
import { titleOf } from '../../src/facts/objects/resource.ts';

export default defineRule({
  meta: {
    id: 'account-shared',
    description: 'Different programs run as one account that has permissions.',
    rationale: `An operator needs to write Deployments; the dashboard beside it, in the same chart, runs as the same account and needs
nothing. A hole in the dashboard is then a hole in the operator. The audit log names the account, so that it cannot tell which of the
two did it, and a permission that only one of them needed is never taken away.

Give each program an account of its own, with its own role. Workloads with an image in common count as one program, and those that
get no API token, or do not use it, do not count.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: ['https://kubernetes.io/docs/concepts/security/service-accounts/#grant-permissions'],
    fixable: false,
    messages: {
      shared: '{workloads} run different programs as this account: each can do what any of them needs ({roles})',
    },
  },
  *check(model) {
    for (const account of model.facts.accounts) {
      if (account.name === 'default') continue;
      const workloads = model.facts.workloadsOf(account).filter((workload) => isCounted(workload, model));
      const different = programs(workloads);
      const roles = rolesOf(workloads);
      if (different.length < 2 || roles.length === 0) continue;
      yield {
        messageId: 'shared',
        data: {
          workloads: listWords(different.map(titleOf)),
          roles: listWords(roles),
        },
        location: account.root.at('metadata', 'name').valueLocation,
        resource: account,
        confidence: 'medium',
        evidence: different.map((workload) => ({
          message: `${titleOf(workload)} runs as this account`,
          location: workload.serviceAccount.field.valueLocation,
        })),
      };
    }
  },
});

/**
 * A workload that lasts and gets an API token; a hook of helm comes and goes with its release. One that does not use the
 * token needs none, rather than another account (automount-unused).
 */
function isCounted(workload: Workload, model: Model): boolean {
  const hook = workload.root.at('metadata', 'annotations', 'helm.sh/hook').set;
  if (hook || workload.kind === 'Job' || tokensOfApiServer(workload).length === 0) return false;
  return model.apiUse(workload).verdict !== 'unused';
}

/**
 * The first workload of each set that has no image in common with the sets before. Of one that is written twice, as
 * alternatives are, only one can be there.
 */
function programs(workloads: readonly Workload[]): Workload[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  return workloads.filter((workload) => {
    const name = JSON.stringify([workload.kind, workload.namespace, workload.name]);
    if (workload.name !== null && names.has(name)) return false;
    names.add(name);
    const images = workload.containers.flatMap(({ image }) => (image === undefined ? [] : [repositoryOf(image)]));
    const known = images.length < workload.containers.length || images.some((image) => seen.has(image));
    for (const image of images) seen.add(image);
    return !known;
  });
}

/** An image without its tag and digest. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

function rolesOf(workloads: readonly Workload[]): string[] {
  const own = (workloads[0]?.grants ?? []).filter(
    (grant) => isEffective(grant) && accountOfSubject(grant.subject) !== undefined,
  );
  return [...new Set(own.map(({ binding }) => `${binding.roleKind} "${binding.roleName}"`))];
}
