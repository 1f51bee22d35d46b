import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { lint } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/rule/rule.ts';

/** What a rule finds in all its fixtures. */
function findingsOf(rule: Rule): Finding[] {
  const folder = join(import.meta.dirname, '../../rules', rule.meta.id, 'fixtures');
  const active = activeRules([rule], { presets: rule.meta.presets, settings: new Map() });
  return readdirSync(folder).flatMap((name) => {
    const file = new SourceFile(name, readFileSync(join(folder, name), 'utf8'));
    return [...lint([file], { rules: active }).findings];
  });
}

const all = new Map(rules.map((rule) => [rule.meta.id, findingsOf(rule)]));

// Their words are put together of what was found.
test.each([
  [
    'cluster-feature-gate',
    'error, high',
    'Kubernetes 1.33 does not know the feature gate "CSIServiceAccountTokenSecrets", which came with 1.35: kube-apiserver exits at start: unrecognized feature gate: CSIServiceAccountTokenSecrets',
  ],
  [
    'cluster-feature-gate',
    'error, medium',
    'The feature gate "RootCAConfigMap" is gone since Kubernetes 1.23: from then on kubelet exits at start: unrecognized feature gate: RootCAConfigMap',
  ],
  [
    'injector-token',
    'error, medium',
    'Vault agent injector refuses the pod: this names the volume "vault-tok", and the pod has none of that name: did you mean "vault-token"?',
  ],
  [
    'legacy-token-use',
    'warning, high',
    'The Secret "a" is a token that never expires, mounted into containers "init" and "a"',
  ],
  [
    'legacy-token-use',
    'warning, medium',
    'The Secret "ci-token-x7k2p", used by container "runner", has the name of a generated token: one that never expires, and that clusters since Kubernetes 1.24 do not make',
  ],
  [
    'rbac-broad-subject',
    'warning, high',
    'ClusterRole "view" is given to every account of the namespace "shop" (in the namespace "shop"), "default" and those of tomorrow included',
  ],
  [
    'rbac-broad-subject',
    'warning, high',
    'ClusterRole "view" is given to everyone who is authenticated: any token of the cluster may use it in all namespaces',
  ],
  [
    'rbac-cluster-admin',
    'error, high',
    'ClusterRole "cluster-admin" lets account "ci/deployer" do everything in all namespaces',
  ],
  [
    'rbac-dangling',
    'info, high',
    'There is no account "shop/web", and the input is a list of a cluster’s objects: whoever creates it has what ClusterRole "pod-reader" grants',
  ],
  [
    'rbac-default-account',
    'warning, high',
    'ClusterRole "view" is given to the account "default" of the namespace "shop": every pod there that names no account has it, in the namespace "shop"',
  ],
  [
    'rbac-escalation',
    'warning, high',
    'The rule "bind, escalate on roles, clusterroles" exempts account "shop/web" from the limit that nobody gives out more than they have (in all namespaces)',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    'No API group is called "core", so that the rule grants nothing there; the core group is ""',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    'No API group is called "apps/v1", so that the rule grants nothing there; without the version it is "apps"',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    'No resource of this group is called "Services", so that it grants nothing: resources are lower case and plural, "services"',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    '"pods/eviction" is not in this API group and grants nothing here; it is in "" and "metrics.k8s.io"',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    'No request has the verb "read", so that it grants nothing: the verbs are "get", "list", "watch"',
  ],
  [
    'rbac-ineffective',
    'warning, high',
    'No request has the verb "add", so that it grants nothing: the verb is "create"',
  ],
  [
    'rbac-secrets-read',
    'warning, high',
    'ClusterRole "edit" lets account "shop/editor" create tokens of other accounts, act as other accounts, read secrets, run pods as any account and run commands in pods in the namespace "shop"',
  ],
  [
    'rbac-wildcard',
    'error, high',
    'The rule "* on *" covers more than is written, by its *: account "shop/core" may create tokens of other accounts, act as other accounts, read secrets, run pods as any account and run commands in pods in the namespace "shop"',
  ],
  [
    'rbac-wildcard',
    'warning, high',
    'The rule "get, list, watch on *" covers more than is written, by its *: account "shop/web" may read secrets and run commands in the pods of every node in all namespaces',
  ],
  [
    'rbac-workload-create',
    'warning, high',
    'ClusterRole "system:controller:job-controller" lets account "shop/jobs" run pods as any account in all namespaces',
  ],
  [
    'token-audience-mismatch',
    'warning, medium',
    'The argument --token-audience wants the audience "vault.example.org", but the token of this container is for "vault"',
  ],
  [
    'token-copied',
    'warning, medium',
    'This command copies the token /var/run/secrets/kubernetes.io/serviceaccount/token to /shared/token, in the volume "shared" that container "report" can read too; the copy is not renewed',
  ],
  [
    'token-expiration-bounds',
    'error, high',
    'The API server rejects the pod: may not specify a duration larger than 2^32 seconds (here 4294967297)',
  ],
  [
    'token-expiration-bounds',
    'warning, high',
    'Without expirationSeconds the token lives 3600 s, more than the 900 s allowed here',
  ],
  [
    'token-file-mode',
    'warning, high',
    'defaultMode has no effect on the token: the kubelet sets 0640 for the group 2000',
  ],
  [
    'token-file-mode',
    'warning, high',
    'defaultMode has no effect on the token: the kubelet sets 0600 for the user 1000',
  ],
  [
    'token-file-mode',
    'warning, medium',
    'The token’s file is 0440 and belongs to root: the user 1000 of container "a" cannot read it',
  ],
  [
    'token-file-mode',
    'warning, high',
    'The token’s file is 0400 and belongs to root: the user of container "a", who is not root (runAsNonRoot), cannot read it',
  ],
  [
    'token-literal',
    'error, high',
    'This holds a token of the ServiceAccount shop/mail, with its expiry on 2030-01-01: whoever reads the file can use it',
  ],
  [
    'token-literal',
    'error, medium',
    'This holds a JSON Web Token of the issuer "https://id.example.com", with its expiry on 2030-01-01: whoever reads the file can use it',
  ],
  [
    'token-literal',
    'error, medium',
    'This holds a JSON Web Token, which never expires: whoever reads the file can use it',
  ],
  [
    'token-on-node',
    'error, high',
    'The node’s / is mounted into container "group", and with it /var/lib/kubelet/pods, where root reads the tokens of all pods of the node',
  ],
  [
    'token-on-node',
    'error, medium',
    'The node’s /etc/kubernetes is mounted into container "agent", and with it /etc/kubernetes/pki/sa.key: where the node has it, it holds credentials that get tokens of other pods',
  ],
  [
    'token-on-node',
    'error, medium',
    'The node’s /var/lib/kubelet/pods is mounted into container "a", where root reads the tokens of all pods of the node',
  ],
])('%s says (%s): %s', (ruleId, level, message) => {
  const said = all.get(ruleId)?.map((one) => `${one.severity}, ${one.confidence}: ${one.message}`);
  expect(said).toContain(`${level}: ${message}`);
});

/** Which messages come with fixes of a safety. */
function fixedBy(safety: 'safe' | 'unsafe'): string[] {
  const fixed = [...all.values()].flat().filter(({ fixes }) => fixes.some((fix) => fix.safety === safety));
  return [...new Set(fixed.map(({ ruleId, messageId }) => `${ruleId}: ${messageId}`))].sort();
}

test('these are fixed without being asked, and these on demand', () => {
  expect(fixedBy('safe')).toEqual([
    'account-missing: rejected',
    'automount-ineffective: wrongType',
    'legacy-account-field: alone',
    'legacy-account-field: ignored',
    'legacy-account-secrets: rejected',
    'rbac-ineffective: rejected',
    'token-expiration-bounds: rejected',
    'token-expiration-implicit: implicit',
    'token-mount-read-only: notReadOnly',
    'token-projection-invalid: rejected',
  ]);
  expect(fixedBy('unsafe')).toEqual([
    'account-automount: default',
    'account-automount: explicit',
    'account-automount: unneeded',
    'automount-ineffective: misplaced',
    'automount-ineffective: misspelt',
    'automount-ineffective: wrongType',
    'automount-missing: missing',
    'automount-unused: unseen',
    'automount-unused: unused',
    'field-misspelt: misspelt',
    'field-misspelt: ofPod',
    'legacy-account-secrets: enforced',
    'legacy-account-secrets: secrets',
    'rbac-ineffective: group',
    'rbac-ineffective: resource',
    'rbac-ineffective: verb',
    'token-expiration-bounds: default',
    'token-expiration-bounds: long',
    'token-expiration-bounds: rejected',
    'token-expiration-extended: extended',
    'token-mount-unresolved: notFound',
  ]);
});
