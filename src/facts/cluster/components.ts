import { embeddedDocuments } from '../../documents/embedded.ts';
import type { SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { concat } from '../../lists/concat.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import type { Workload } from '../workloads/workload.ts';
import { componentsOfPod, passedFlags } from './commandLine.ts';
import { type Component, gatesOfFlags, gatesOfMap } from './component.ts';
import { minorOf } from './version.ts';
import { componentsOfConfiguration } from './kubeadm.ts';

/** What of the input may say something of a cluster. */
interface Input {
  readonly workloads: readonly Workload[];
  readonly resources: readonly Resource[];
  clusterMinorOf(document: SourceDocument): number | undefined;
}

const configurationKinds = ['ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration'];

/** What the input says of the components of clusters: static pods, kubeadm, Cluster API, kind, k3d, the kubelet. */
export function clusterComponents(facts: Input): Component[] {
  return [
    ...concat(facts.workloads, componentsOfPod),
    ...concat(facts.resources, (resource) => componentsOfResource(resource, facts)),
  ];
}

function componentsOfResource(resource: Resource, facts: Input): Component[] {
  const { kind, document } = resource;
  switch (apiGroup(resource)) {
    case 'kubeadm.k8s.io':
    case 'kubelet.config.k8s.io':
      return componentsOfConfiguration({
        kind,
        root: resource.root,
        resource,
        whole: true,
        minor: facts.clusterMinorOf(document),
      });
    case 'kind.x-k8s.io':
      return kind === 'Cluster' ? kindCluster(resource) : [];
    case 'controlplane.cluster.x-k8s.io':
    case 'bootstrap.cluster.x-k8s.io':
      return clusterApi(resource);
    case 'k3d.io':
      return k3d(resource);
    default:
      return kind === 'ConfigMap' ? kubeadmConfigMap(resource) : [];
  }
}

/** What kubeadm uploads to `kube-system`: `kubeadm-config` and `kubelet-config`. */
function kubeadmConfigMap(resource: Resource): Component[] {
  const data = resource.root.get('data');
  const parts = [
    ...configurationKinds.map((kind) => [kind, data.get(kind)] as const),
    ['KubeletConfiguration', data.get('kubelet')] as const,
  ];
  return parts.flatMap(([kind, field]) =>
    embedded(field).flatMap((root) =>
      root.get('kind').string === kind
        ? componentsOfConfiguration({ kind, root, resource, whole: true, minor: undefined })
        : [],
    ),
  );
}

function embedded(field: Field): Field[] {
  return field.set ? embeddedDocuments(field) : [];
}

/** Gates of a kind cluster go to all components; its patches are parts of kubeadm's documents. */
function kindCluster(resource: Resource): Component[] {
  const { root } = resource;
  const nodes = root.get('nodes').items();
  const minor = nodes.map((node) => minorOf(node.get('image').string)).find((version) => version !== undefined);
  const patches = [root, ...nodes].flatMap((holder) => holder.get('kubeadmConfigPatches').items().flatMap(embedded));
  const gates = gatesOfMap(root.get('featureGates'));
  return [
    { name: 'kube-apiserver', resource, field: root, complete: false, minor, flags: [], gates },
    ...patches.flatMap((patch) =>
      componentsOfConfiguration({ kind: patch.get('kind').string ?? '', root: patch, resource, whole: false, minor }),
    ),
  ];
}

/** KubeadmControlPlane, KubeadmConfig and their templates embed kubeadm's documents as mappings. */
function clusterApi(resource: Resource): Component[] {
  const { root } = resource;
  const holders = [root.get('spec'), root.at('spec', 'template', 'spec')].flatMap((spec) => [
    spec,
    spec.get('kubeadmConfigSpec'),
  ]);
  const minor = minorOf(root.at('spec', 'version').string);
  return holders.flatMap((holder) =>
    configurationKinds.flatMap((kind) => {
      const part = holder.get(kind.charAt(0).toLowerCase() + kind.slice(1));
      return part.set ? componentsOfConfiguration({ kind, root: part, resource, whole: true, minor }) : [];
    }),
  );
}

function k3d(resource: Resource): Component[] {
  const args = resource.root.at('options', 'k3s', 'extraArgs');
  const words = args.items().flatMap((item) => {
    const field = item.get('arg');
    return field.string === undefined ? [] : [{ text: field.string, field, start: 0 }];
  });
  return [...passedFlags(words)].map(([name, flags]) => {
    const minor = minorOf(resource.root.get('image').string);
    return { name, resource, field: args, complete: false, minor, flags, gates: gatesOfFlags(flags) };
  });
}
