import type { SourceDocument } from '../documents/document.ts';
import { type ServiceAccount, isServiceAccount, serviceAccount } from './account.ts';
import { accountReference } from './accountReference.ts';
import { CompletenessIndex } from './completeness.ts';
import type { Grant } from './grant.ts';
import { Joiner } from './joiner.ts';
import { readKustomizations } from './kustomization.ts';
import { NameIndex } from './nameIndex.ts';
import { podTemplatesOf } from './podTemplate.ts';
import { type Binding, type Role, readBinding, readRole } from './rbac.ts';
import { type Resource, resourcesOf } from './resource.ts';
import type { Workload } from './workload.ts';

/** What all documents together say, joined by namespace and name. */
export interface Facts {
  readonly documents: readonly SourceDocument[];
  readonly resources: readonly Resource[];
  readonly workloads: readonly Workload[];
  readonly accounts: readonly ServiceAccount[];
  readonly accountIndex: NameIndex<ServiceAccount>;
  /** The workloads that run as a declared account; no entry where none does. */
  readonly workloadsOf: ReadonlyMap<ServiceAccount, readonly Workload[]>;
  readonly roles: readonly Role[];
  readonly roleIndex: NameIndex<Role>;
  readonly bindings: readonly Binding[];
  /** What bindings give to accounts, whether or not a workload uses them. */
  readonly grants: readonly Grant[];
  readonly secrets: readonly Resource[];
  readonly secretIndex: NameIndex<Resource>;
  readonly configMaps: NameIndex<Resource>;
  readonly completeness: CompletenessIndex;
}

/** @param complete what the user says of the input's completeness; inferred where unset. */
export function buildFacts(documents: readonly SourceDocument[], complete?: boolean): Facts {
  const kustomizations = readKustomizations(documents);
  // A patch is a part of an object that is elsewhere.
  const patches = new Set(kustomizations.flatMap((kustomization) => kustomization.patches));
  const resources = documents.filter(({ uri }) => !patches.has(uri)).flatMap(resourcesOf);
  const accounts = resources.filter(isServiceAccount).map(serviceAccount);
  const roles = resources.flatMap((resource) => readRole(resource) ?? []);
  const bindings = resources.flatMap((resource) => readBinding(resource) ?? []);
  const secrets = resources.filter((resource) => resource.kind === 'Secret' && resource.apiVersion === 'v1');
  const secretIndex = new NameIndex(secrets);
  const configMaps = new NameIndex(resources.filter((resource) => resource.kind === 'ConfigMap'));
  const completeness = new CompletenessIndex(documents, kustomizations, complete);
  const pods = resources.flatMap((resource) => podTemplatesOf(resource).map((pod) => ({ resource, pod })));
  const users = pods.map(({ resource, pod }) => ({ ...resource, name: accountReference(pod.spec).name }));
  const accountIndex = new NameIndex(accounts);
  const roleIndex = new NameIndex(roles);
  const joiner = new Joiner(accountIndex, roleIndex, bindings, secretIndex, users, completeness);
  const workloads = pods.map(({ resource, pod }) => joiner.workload(resource, pod));
  const grants = joiner.grants();
  return {
    documents,
    resources,
    workloads,
    accounts,
    accountIndex,
    workloadsOf: byAccount(workloads),
    roles,
    roleIndex,
    bindings,
    grants,
    secrets,
    secretIndex,
    configMaps,
    completeness,
  };
}

function byAccount(workloads: readonly Workload[]): Map<ServiceAccount, Workload[]> {
  const found = new Map<ServiceAccount, Workload[]>();
  for (const workload of workloads) {
    if (workload.account === undefined) continue;
    const own = found.get(workload.account);
    if (own === undefined) found.set(workload.account, [workload]);
    else own.push(workload);
  }
  return found;
}
