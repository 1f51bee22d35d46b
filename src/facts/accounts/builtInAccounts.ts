/** Accounts that the controller manager makes for its controllers (bootstrappolicy/controller_policy.go). */
const controllers: ReadonlySet<string> = new Set(
  (
    'attachdetach certificate clusterrole-aggregation cronjob daemon-set deployment device-taint-eviction disruption ' +
    'endpoint endpointslice endpointslicemirroring ephemeral-volume expand job namespace node pv-protection ' +
    'pvc-protection replicaset replication resourcequota resource-claim route selinux-warning service service-account ' +
    'service-cidrs statefulset storage-version-migrator ttl ttl-after-finished validatingadmissionpolicy-status ' +
    'volumeattributesclass-protection'
  )
    .split(' ')
    .map((name) => `${name}-controller`)
    .concat(
      'bootstrap-signer cloud-provider generic-garbage-collector horizontal-pod-autoscaler'.split(' '),
      'kube-apiserver-serving-clustertrustbundle-publisher legacy-service-account-token-cleaner'.split(' '),
      'persistent-volume-binder pod-garbage-collector podcertificaterequestcleaner root-ca-cert-publisher'.split(' '),
      'storage-version-garbage-collector token-cleaner'.split(' '),
    ),
);

/** Whether an account is one of those that the control plane makes for itself. */
export function isOfControlPlane(name: string, namespace: string | null): boolean {
  return namespace === 'kube-system' && controllers.has(name);
}
