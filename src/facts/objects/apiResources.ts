import { getOrMake } from '../../memo/getOrMake.ts';

/**
 * The API server's own resources, by group; `!` marks those without a namespace. They are those of the API reference, with
 * what was dropped since 1.16; of a name that is missing here nothing is said. `use` of a PodSecurityPolicy was asked for in the pod's namespace, so that a Role could grant it.
 */
const byGroup: Readonly<Record<string, string>> = {
  '': 'bindings configmaps endpoints events limitranges persistentvolumeclaims pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services componentstatuses! namespaces! nodes! persistentvolumes!',
  apps: 'controllerrevisions daemonsets deployments replicasets statefulsets',
  autoscaling: 'horizontalpodautoscalers',
  batch: 'cronjobs jobs',
  policy: 'poddisruptionbudgets podsecuritypolicies',
  extensions:
    'daemonsets deployments horizontalpodautoscalers ingresses jobs networkpolicies podsecuritypolicies replicasets replicationcontrollers',
  'admissionregistration.k8s.io':
    'mutatingwebhookconfigurations! validatingadmissionpolicies! validatingadmissionpolicybindings! validatingwebhookconfigurations!',
  'apiextensions.k8s.io': 'customresourcedefinitions!',
  'apiregistration.k8s.io': 'apiservices!',
  'authentication.k8s.io': 'selfsubjectreviews! tokenreviews!',
  'authorization.k8s.io':
    'localsubjectaccessreviews selfsubjectaccessreviews! selfsubjectrulesreviews! subjectaccessreviews!',
  'certificates.k8s.io': 'certificatesigningrequests!',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events',
  'metrics.k8s.io': 'nodes! pods',
  'networking.k8s.io': 'ingressclasses! ingresses networkpolicies',
  'node.k8s.io': 'runtimeclasses!',
  'rbac.authorization.k8s.io': 'clusterrolebindings! clusterroles! rolebindings roles',
  'scheduling.k8s.io': 'priorityclasses!',
  'storage.k8s.io': 'csidrivers! csinodes! csistoragecapacities storageclasses! volumeattachments!',
};

/** Whether objects have a namespace, by resource and group. */
const known = new Map<string, Map<string, boolean>>();
for (const [group, resources] of Object.entries(byGroup)) {
  for (const marked of resources.split(' ')) {
    const resource = marked.replace('!', '');
    getOrMake(known, resource, () => new Map<string, boolean>()).set(group, !marked.endsWith('!'));
  }
}

/** The groups of which all resources are known; of other APIs nothing is. */
export function isBuiltInGroup(group: string): boolean {
  return group in byGroup;
}

/** In which groups a resource of the API server's own is, and whether it has a namespace there; a subresource as its resource. */
export function groupsOfResource(resource: string): ReadonlyMap<string, boolean> | undefined {
  return known.get(resource.split('/')[0] ?? '');
}

/** The resource that somebody means who writes a kind or a singular: `pods` for `Pod`. */
export function resourceMeant(written: string): string | undefined {
  const [first = '', ...subresource] = written.toLowerCase().split('/');
  const found = [first, `${first}s`, `${first}es`, first.replace(/y$/, 'ies')].find((name) => known.has(name));
  return found === undefined ? undefined : [found, ...subresource].join('/');
}
