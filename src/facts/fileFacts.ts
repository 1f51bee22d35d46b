import type { SourceDocument } from '../documents/document.ts';
import { withTemplate } from '../documents/template.ts';
import { type ServiceAccount, isServiceAccount, serviceAccount } from './accounts/account.ts';
import { type AccountMention, accountMentions, writtenAccountNames } from './accounts/accountMentions.ts';
import { deploysChart } from './kustomize/chartReferences.ts';
import { accountMetricRules } from './cluster/ruleFiles.ts';
import { minorOf } from './cluster/version.ts';
import { isClusterDump } from './objects/clusterDump.ts';
import { encryptionOf } from './objects/encryption.ts';
import { isEncrypted } from './objects/substitution.ts';
import { type Incomplete, encrypted, misplacedPod, namelessManifest, unknownVersion } from './pods/incomplete.ts';
import { type DeployedFolder, deployedFolders } from './kustomize/deployedFolder.ts';
import { type Kustomization, readKustomizations } from './kustomize/kustomization.ts';
import { type Pod, podsOf } from './pods/pod.ts';
import { type PostRenderer, postRenderersOf } from './kustomize/postRenderers.ts';
import type { Binding, Role } from './rbac/rbac.ts';
import { readBinding, readRole } from './rbac/rbacReader.ts';
import { type Resource, resourcesOf } from './objects/resource.ts';
import type { Named } from './objects/scope.ts';

/**
 * What one file says on its own. To save memory, pods and other large objects are not kept but read again (`Pod`,
 * `Resource`).
 */
export interface FileFacts {
  readonly uri: string;
  readonly documents: readonly SourceDocument[];
  /** Those that could not be read, or not what they grant: anything may stand there. */
  readonly unread: readonly SourceDocument[];
  readonly resources: readonly Resource[];
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly secrets: readonly Resource[];
  readonly configMaps: readonly Resource[];
  readonly pods: readonly Pod[];
  /** What looks like a manifest or a workload but is incomplete. */
  readonly incomplete: readonly Incomplete[];
  readonly kustomizations: readonly Kustomization[];
  /** Folders that Flux or Argo CD deploys with changes. */
  readonly deployedFolders: readonly DeployedFolder[];
  /** What Flux changes in renderings of charts. */
  readonly postRenderers: readonly PostRenderer[];
  /** Objects that deploy a chart, whose pods are not in the input. */
  readonly charts: readonly Resource[];
  readonly mentions: readonly AccountMention[];
  /** Series that its recording rules make. */
  readonly recordings: readonly Named[];
  /** The minor version of Kubernetes that kubeadm is told to install. */
  readonly clusterMinor: number | undefined;
  /** Names of accounts anywhere in its text, whatever kind of file it is. */
  readonly writtenNames: ReadonlySet<string>;
  /** Whether it is a dump of a cluster's objects. */
  readonly isDump: boolean;
}

/** Reads one document after the other, so that only one need be in memory. */
export class FactsReader implements FileFacts {
  readonly uri: string;
  readonly documents: SourceDocument[] = [];
  readonly unread: SourceDocument[] = [];
  readonly resources: Resource[] = [];
  readonly accounts: ServiceAccount[] = [];
  readonly roles: Role[] = [];
  readonly bindings: Binding[] = [];
  readonly secrets: Resource[] = [];
  readonly configMaps: Resource[] = [];
  readonly pods: Pod[] = [];
  readonly incomplete: Incomplete[] = [];
  readonly kustomizations: Kustomization[] = [];
  readonly deployedFolders: DeployedFolder[] = [];
  readonly postRenderers: PostRenderer[] = [];
  readonly charts: Resource[] = [];
  readonly mentions: AccountMention[] = [];
  readonly recordings: Named[] = [];
  clusterMinor: number | undefined;
  isDump = false;
  readonly #around: readonly string[];
  #writtenNames: ReadonlySet<string> | undefined;

  /** @param around the absolute path of the folder that the name is relative to, where that is known. */
  constructor(uri: string, around?: string) {
    this.uri = uri;
    this.#around = around?.split(/[\\/]/) ?? [];
  }

  get writtenNames(): ReadonlySet<string> {
    return (this.#writtenNames ??= writtenAccountNames(this.documents[0]?.file.text ?? ''));
  }

  add(document: SourceDocument): void {
    this.documents.push(document);
    if (document.isUnread) this.unread.push(document);
    this.kustomizations.push(...readKustomizations([document], this.#around));
    this.isDump ||= isClusterDump(document);
    const resources = resourcesOf(document);
    for (const resource of resources) this.#addResource(resource);
    if (resources.length === 0) for (const one of namelessManifest(document)) this.#addIncomplete(one, document);
  }

  #addResource(resource: Resource): void {
    this.resources.push(resource);
    const encryption = encryptionOf(resource);
    if (encryption !== undefined) {
      this.incomplete.push(encrypted(encryption, resource));
      if (encryption.mayGrant) this.unread.push(resource.document);
      if (isEncrypted(resource.kind)) return;
    }
    if (isServiceAccount(resource)) this.accounts.push(serviceAccount(resource));
    const role = readRole(resource);
    if (role !== undefined) this.roles.push(role);
    const binding = readBinding(resource);
    if (binding !== undefined) this.bindings.push(binding);
    if (resource.kind === 'Secret' && resource.apiVersion === 'v1') this.secrets.push(resource);
    if (resource.kind === 'ConfigMap') this.configMaps.push(resource);
    for (const pod of podsOf(resource)) this.pods.push(pod);
    for (const one of [unknownVersion(resource), misplacedPod(resource)])
      if (one !== undefined) this.#addIncomplete(one, resource.document);
    if (resource.kind === 'ClusterConfiguration') {
      this.clusterMinor = minorOf(resource.root.stringAt('kubernetesVersion')) ?? this.clusterMinor;
    }
    for (const folder of deployedFolders(resource, this.#around)) this.deployedFolders.push(folder);
    for (const renderer of postRenderersOf(resource)) this.postRenderers.push(renderer);
    if (deploysChart(resource)) this.charts.push(resource);
    for (const mention of accountMentions(resource)) this.mentions.push(mention);
    for (const { record } of accountMetricRules(resource)) {
      if (record !== undefined) this.recordings.push({ name: record, namespace: null, document: resource.document });
    }
  }

  #addIncomplete(one: Incomplete, { template }: SourceDocument): void {
    this.incomplete.push({ ...one, reason: withTemplate(one.reason, template) });
  }
}
