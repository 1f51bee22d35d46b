import { type Resource, apiGroup } from './resource.ts';

/**
 * The API versions of the built-in kinds that matter here: the one of today, then all that there ever were, as an older
 * cluster may still serve them (k8s.io/api and its history; OpenShift 3 had RBAC in the core group). `v1beta1` to
 * `v1beta3` of the core group are older than 1.0.
 */
const versions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Pod: 'v1 v1beta1 v1beta2 v1beta3',
    PodTemplate: 'v1 v1beta1 v1beta2 v1beta3',
    ReplicationController: 'v1 v1beta1 v1beta2 v1beta3 extensions/v1beta1',
    ServiceAccount: 'v1 v1beta1 v1beta2 v1beta3',
    Secret: 'v1 v1beta1 v1beta2 v1beta3',
    DaemonSet: 'apps/v1 apps/v1beta2 extensions/v1beta1',
    Deployment: 'apps/v1 apps/v1beta2 apps/v1beta1 extensions/v1beta1',
    ReplicaSet: 'apps/v1 apps/v1beta2 extensions/v1beta1',
    StatefulSet: 'apps/v1 apps/v1beta2 apps/v1beta1',
    Job: 'batch/v1 batch/v2alpha1 extensions/v1beta1',
    CronJob: 'batch/v1 batch/v1beta1 batch/v2alpha1',
    Role: 'rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 v1',
    ClusterRole: 'rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 v1',
    RoleBinding: 'rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 v1',
    ClusterRoleBinding:
      'rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 v1',
    CSIDriver: 'storage.k8s.io/v1 storage.k8s.io/v1beta1',
  }).map(([kind, list]) => [kind, list.split(' ')]),
);

/** Groups with a dot may be anybody's; others are Kubernetes' own. */
const ownGroups: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io', 'storage.k8s.io']);

/** Where an object is of a built-in kind in an API version in which Kubernetes never had it: the version to write. */
export function versionMeant(resource: Pick<Resource, 'apiVersion' | 'kind'>): string | undefined {
  const known = versions.get(resource.kind);
  if (known === undefined || known.includes(resource.apiVersion)) return undefined;
  const group = apiGroup(resource);
  return /^[a-z\d]*$/.test(group) || ownGroups.has(group) ? known[0] : undefined;
}
