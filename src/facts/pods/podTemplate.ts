import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';

/** A pod as a manifest describes it: the PodSpec, and what carries its labels and annotations. */
export interface PodTemplate {
  readonly spec: Field;
  readonly metadata: Field;
}

/** Whether a pod is shown as the API server stored it (`kubectl get pod -o yaml`), with what the admission plugin added. */
export function isStored({ metadata }: PodTemplate): boolean {
  return metadata.stringAt('uid') !== undefined;
}

const template = ['spec', 'template'];

/** Where the built-in kinds keep their PodTemplateSpec (all-kinds.json); a Pod is its own. */
const templatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['ReplicationController', template],
  ['DaemonSet', template],
  ['Deployment', template],
  ['ReplicaSet', template],
  ['StatefulSet', template],
  ['Job', template],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** Groups of the built-in kinds; `extensions` held some of them once. */
const builtInGroups = new Set(['', 'apps', 'batch', 'extensions']);

/** Kinds that hold the text of other objects, or schemas of them, and never run a pod. */
const neverPods = new Set(['CustomResourceDefinition', 'ConfigMap', 'Secret', 'List']);

export function isBuiltInWorkload(resource: Resource): boolean {
  return builtInGroups.has(apiGroup(resource)) && templatePaths.has(resource.kind);
}

/** Groups of custom resources whose controllers run the pods of their templates as they are written. */
const plainGroups = new Set([
  'apps.kruise.io',
  'apps.openshift.io',
  'argoproj.io',
  'batch.volcano.sh',
  'jobset.x-k8s.io',
  'keda.sh',
  'kubeflow.org',
  'leaderworkerset.x-k8s.io',
  'serving.knative.dev',
]);

/** Whether the controller of an object may run its pods as an account of its own making, where none is written. */
export function mayChooseAccount(resource: Resource): boolean {
  if (isBuiltInWorkload(resource) || isDeploymentConfig(resource)) return false;
  return !plainGroups.has(apiGroup(resource)) || resource.kind === 'MPIJob';
}

/** Whether an object is a package for OLM, which says all that it grants. */
export function isPackage({ kind }: Resource): boolean {
  return kind === 'ClusterServiceVersion';
}

/** Where a package for OLM has it grant an account something, which no binding of the input says. */
export function grantedByPackage(resource: Resource, accountName: string): Field | undefined {
  if (!isPackage(resource)) return undefined;
  const install = resource.root.at('spec', 'install', 'spec');
  return ['clusterPermissions', 'permissions']
    .flatMap((list) => install.itemsAt(list))
    .map((entry) => entry.get('serviceAccountName'))
    .find(({ string }) => string === accountName);
}

/** OpenShift's; an image trigger may leave its containers without images, so that their shape does not tell. */
function isDeploymentConfig(resource: Resource): boolean {
  return resource.kind === 'DeploymentConfig' && ['', 'apps.openshift.io'].includes(apiGroup(resource));
}

/**
 * The pods that an object makes. Custom resources are searched for pod templates by their shape, as there is no end
 * of kinds that carry one (Rollout, Knative Service, DeploymentConfig, ScaledJob, JobSet, …).
 */
export function podTemplatesOf(resource: Resource): PodTemplate[] {
  const path =
    isBuiltInWorkload(resource) || isDeploymentConfig(resource)
      ? (templatePaths.get(resource.kind) ?? template)
      : undefined;
  if (path !== undefined) {
    const holder = resource.root.at(...path);
    const spec = holder.get('spec');
    return spec.node?.kind === 'map' ? [{ spec, metadata: holder.get('metadata') }] : [];
  }
  if (neverPods.has(resource.kind) || !mentionsContainers(resource)) return [];
  return [...searchTemplates(resource.root.get('spec'), new Set())];
}

/** Where an object of a built-in kind has its PodSpec, be it there or not. */
export function podSpecOf(root: Field, kind: string): Field | undefined {
  const path = templatePaths.get(kind);
  return path === undefined ? undefined : root.at(...path, 'spec');
}

function mentionsContainers({ root, document }: Resource): boolean {
  return root.node !== undefined && document.file.text.slice(root.node.start, root.node.end).includes('containers');
}

/** @param seen nodes that were searched: aliases and merge keys can repeat one without end. */
function* searchTemplates(field: Field, seen: Set<unknown>): Generator<PodTemplate> {
  for (const child of [...field.fields(), ...field.items()]) {
    if (child.node === undefined || child.node.kind === 'scalar' || seen.has(child.node)) continue;
    seen.add(child.node);
    if (isForOther(child.segment)) continue;
    const spec = child.get('spec');
    if (isTemplateKey(child.segment) && isPodSpec(spec)) yield { spec, metadata: child.get('metadata') };
    else yield* searchTemplates(child, seen);
  }
}

const parts =
  /^(?:values|valuesObject|pattern|anyPattern|patch|patches|patch[A-Z].*|.+Patch|.+Patches|overlays?|.*[oO]verrides?)$/;

/**
 * What is laid over another object, or compared with it: a chart's values (`HelmRelease`, an Application's `valuesObject`),
 * patches and patterns of policies (Kyverno), overrides. The whole is not known.
 */
function isForOther(segment: string | number | undefined): boolean {
  return typeof segment === 'string' && parts.test(segment);
}

function isTemplateKey(segment: string | number | undefined): boolean {
  return typeof segment === 'string' && /template(?:spec)?$/i.test(segment);
}

/**
 * A whole PodSpec, not a patch that an operator merges into its own (`podTemplate` of Flink or Elasticsearch): what
 * such a pod gets is decided elsewhere. In a whole one each container names its image.
 */
function isPodSpec(field: Field): boolean {
  const containers = field.itemsAt('containers');
  return containers.length > 0 && containers.every((container) => container.stringAt('image') !== undefined);
}

/** The field from which the API server counts paths in what it says of a pod. */
export function rootOfPaths(resource: Resource, pod: PodTemplate): Field {
  return isBuiltInWorkload(resource) ? resource.root : (pod.spec.parent ?? resource.root);
}

/** A StatefulSet's pods get volumes from its claims; what the controller of a custom resource adds is not known. */
export function volumesFromElsewhere(resource: Resource): string[] | undefined {
  if (!isBuiltInWorkload(resource)) return undefined;
  const claims = resource.root.at('spec', 'volumeClaimTemplates').items();
  return claims.flatMap((claim) => claim.at('metadata', 'name').string ?? []);
}
