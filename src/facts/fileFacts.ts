import type { SourceDocument } from '../documents/document.ts';
import { type ServiceAccount, isServiceAccount, serviceAccount } from './account.ts';
import { isClusterDump } from './clusterDump.ts';
import { type Kustomization, readKustomizations } from './kustomization.ts';
import { type Pod, podsOf } from './pod.ts';
import { type Binding, type Role, readBinding, readRole } from './rbac.ts';
import { type Resource, resourcesOf } from './resource.ts';

/** What one file says on its own. Its pods and other large objects are not held, but found again (`Pod`, `Resource`). */
export interface FileFacts {
  readonly documents: readonly SourceDocument[];
  readonly resources: readonly Resource[];
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly pods: readonly Pod[];
  readonly kustomizations: readonly Kustomization[];
  /** Whether it lists the objects of a cluster. */
  readonly isDump: boolean;
}

/** Reads one document after the other, so that only one need be held. */
export class FactsReader implements FileFacts {
  readonly documents: SourceDocument[] = [];
  readonly resources: Resource[] = [];
  readonly accounts: ServiceAccount[] = [];
  readonly roles: Role[] = [];
  readonly bindings: Binding[] = [];
  readonly pods: Pod[] = [];
  readonly kustomizations: Kustomization[] = [];
  isDump = false;

  add(document: SourceDocument): void {
    this.documents.push(document);
    this.kustomizations.push(...readKustomizations([document]));
    this.isDump ||= isClusterDump(document);
    for (const resource of resourcesOf(document)) this.#addResource(resource);
  }

  #addResource(resource: Resource): void {
    this.resources.push(resource);
    if (isServiceAccount(resource)) this.accounts.push(serviceAccount(resource));
    const role = readRole(resource);
    if (role !== undefined) this.roles.push(role);
    const binding = readBinding(resource);
    if (binding !== undefined) this.bindings.push(binding);
    for (const pod of podsOf(resource)) this.pods.push(pod);
  }
}
