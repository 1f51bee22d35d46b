import { isEffective, isOfCluster } from '../../src/facts/rbac/grant.ts';
import { scopeWords } from '../../src/facts/rbac/grantWords.ts';
import { accountOfSubject } from '../../src/facts/rbac/rbac.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'rbac-broad-subject',
    description: 'A binding gives a role to all accounts, or names an account by its user name.',
    rationale: `The group \`system:serviceaccounts\` is every account of every namespace, those of tomorrow included;
\`system:serviceaccounts:NAMESPACE\` is every account of one, \`default\` among them, and \`system:authenticated\` is people too. What such
a group may do, any token can do that leaks anywhere: a CI job's, a test pod's. It shows in no review of the account.

An account may also be bound as \`User system:serviceaccount:NAMESPACE:NAME\`. It works, and it is missed by whoever looks for
bindings of the account by kind, as dashboards and \`kubectl\` plugins do. Bind accounts as \`kind: ServiceAccount\`.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6.5,
    tags: ['NSA-CISA', 'MITRE-T1098.006', 'CWE-250', 'CWE-732'],
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#service-account-permissions'],
    fixable: false,
    messages: {
      everyone: '{role} is given to {group}: any token of the cluster may use it {scope}',
      namespace:
        '{role} is given to every account of the namespace "{namespace}" ({scope}), "default" and those of tomorrow included',
      user: 'This user is the account "{account}": it is granted {role}, but searches for bindings of ServiceAccounts miss it',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        allowedRoles: {
          description: 'Names of roles that groups of accounts may have.',
          type: 'array',
          items: { type: 'string' },
          default: ['system:image-puller'],
        },
      },
    },
  },
  *check({ facts }, { allowedRoles }) {
    for (const grant of facts.grants) {
      const { binding, subject } = grant;
      if (subject.kind === 'ServiceAccount' || !isEffective(grant) || isOfCluster(binding)) continue;
      const role = `${binding.roleKind} "${binding.roleName}"`;
      const common = {
        location: subject.field.get('name').valueLocation,
        resource: binding,
        confidence: 'high',
      } as const;
      const account = accountOfSubject(subject);
      const allowed = Array.isArray(allowedRoles) && allowedRoles.includes(binding.roleName);
      if (account !== undefined) {
        yield { ...common, messageId: 'user', data: { role, account: `${account.namespace ?? ''}/${account.name}` } };
      } else if (allowed) continue;
      else if (subject.name.startsWith('system:serviceaccounts:')) {
        const namespace = subject.name.split(':')[2] ?? '';
        yield { ...common, messageId: 'namespace', data: { role, namespace, scope: scopeWords(grant) } };
      } else {
        const group =
          subject.name === 'system:authenticated' ? 'everyone who is authenticated' : 'every account of the cluster';
        yield { ...common, messageId: 'everyone', data: { role, group, scope: scopeWords(grant) } };
      }
    }
  },
});
