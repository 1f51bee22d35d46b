import type { AccessRule } from './rbac.ts';

function rule(verbs: string, apiGroup: string, resources: string, resourceNames: readonly string[] = []): AccessRule {
  return { verbs: verbs.split(' '), apiGroups: [apiGroup], resources: resources.split(' '), resourceNames };
}

const write = 'create update patch delete deletecollection';

const edit = [
  rule('get list watch', '', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  rule('impersonate', '', 'serviceaccounts'),
  rule('create', '', 'serviceaccounts/token'),
  rule(write, '', 'pods pods/attach pods/exec pods/portforward pods/proxy replicationcontrollers secrets'),
  rule(write, 'apps', 'daemonsets deployments replicasets statefulsets'),
  rule(write, 'batch', 'cronjobs jobs'),
];

const approver = 'certificatesigningrequests/approval';
const certificates = 'certificates.k8s.io';

/**
 * What the API server's own ClusterRoles grant that leads further, where the input does not hold them; only what recent
 * versions have in common (source: policy.go and controller_policy.go in plugin/pkg/auth/authorizer/rbac/bootstrappolicy).
 * The others, `view` among them, grant nothing of that kind.
 */
export const builtInRules: ReadonlyMap<string, readonly AccessRule[]> = new Map([
  ['cluster-admin', [rule('*', '*', '*')]],
  ['admin', edit],
  ['edit', edit],
  ['system:aggregate-to-edit', edit],
  [
    'system:kube-controller-manager',
    [rule('create get list watch update', '', 'secrets'), rule('create', '', 'serviceaccounts/token')],
  ],
  ['system:node', [rule('get list watch', '', 'secrets'), rule('create', '', 'serviceaccounts/token')]],
  ['system:kubelet-api-admin', [rule('*', '', 'nodes/proxy')]],
  ['system:controller:deployment-controller', [rule('update', '', 'pods'), rule(write, 'apps', 'replicasets')]],
  ['system:controller:daemon-set-controller', [rule('create patch', '', 'pods')]],
  ['system:controller:job-controller', [rule('create patch', '', 'pods')]],
  ['system:controller:cronjob-controller', [rule('create update patch', 'batch', 'jobs')]],
  ['system:controller:replicaset-controller', [rule('create patch', '', 'pods')]],
  ['system:controller:replication-controller', [rule('create patch', '', 'pods')]],
  ['system:controller:statefulset-controller', [rule('create patch update', '', 'pods')]],
  [
    'system:controller:clusterrole-aggregation-controller',
    [rule('escalate patch update', 'rbac.authorization.k8s.io', 'clusterroles')],
  ],
  ['system:controller:generic-garbage-collector', [rule('get list patch update watch delete', '*', '*')]],
  ['system:controller:namespace-controller', [rule('delete deletecollection get list', '*', '*')]],
  ['system:controller:resourcequota-controller', [rule('list watch', '*', '*')]],
  ['system:controller:persistent-volume-binder', [rule('create', '', 'pods')]],
  [
    'system:controller:certificate-controller',
    [
      rule('update', certificates, approver),
      rule('approve', certificates, 'signers', ['kubernetes.io/kube-apiserver-client-kubelet']),
    ],
  ],
]);
