import { type Grant, isOfCluster } from '../../src/facts/rbac/grant.ts';
import type { Binding } from '../../src/facts/rbac/rbac.ts';
import { ways, waysInNamespace } from '../../src/facts/rbac/ways.ts';
import { accountsWords, bindingEvidence, scopesWords } from '../../src/rule/escalated.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { addTo } from '../../src/lists/addTo.ts';

export default defineRule({
  meta: {
    id: 'rbac-cluster-admin',
    description: 'An account is bound to the role cluster-admin.',
    rationale: `Whoever reads one file of one pod of that account (a path traversal, a debug endpoint, a malicious dependency) is the
administrator of the cluster: all Secrets, all nodes through privileged pods, all audit settings. Bound by a RoleBinding, the
same holds for one namespace, its Secrets and its other accounts.

Write a role with what the program calls. \`kubectl auth can-i --list --as system:serviceaccount:NAMESPACE:NAME\` shows what an
account may do; the API server's audit log shows what it does.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 9.5,
    tags: ['CIS-5.1.1', 'NSA-CISA', 'MITRE-T1098.006', 'MITRE-T1528', 'CWE-250', 'CWE-269'],
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege'],
    fixable: false,
    messages: {
      clusterAdmin: 'ClusterRole "cluster-admin" lets {accounts} do everything {scope}',
    },
  },
  *check({ facts }) {
    const bound = new Map<Binding, Grant[]>();
    for (const grant of facts.grants) {
      const { binding } = grant;
      if (binding.roleKind !== 'ClusterRole' || binding.roleName !== 'cluster-admin' || isOfCluster(binding)) continue;
      addTo(bound, binding, grant);
    }
    for (const [binding, grants] of bound) {
      const clusterWide = binding.kind === 'ClusterRoleBinding';
      yield {
        messageId: 'clusterAdmin',
        data: { accounts: accountsWords(grants), scope: scopesWords(grants) },
        location: binding.roleRef.get('name').valueLocation,
        resource: binding,
        confidence: 'high',
        weight: clusterWide ? 2 : 1,
        ways: (clusterWide ? ways : waysInNamespace).map(({ id }) => id),
        evidence: bindingEvidence(grants),
      };
    }
  },
});
