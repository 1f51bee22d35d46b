import type { Field } from '../../documents/field.ts';
import type { Resource } from '../objects/resource.ts';
import { type Component, type ComponentName, type Flag, gatesOfFlags, gatesOfMap, scalarText } from './component.ts';
import { minorOf } from './version.ts';

/** One document of kubeadm's or the kubelet's configuration: a file of its own, in a ConfigMap, or a patch of one. */
export interface ConfigurationPart {
  readonly kind: string;
  readonly root: Field;
  readonly resource: Resource;
  /** Whether it is the whole document and no patch. */
  readonly whole: boolean;
  readonly minor: number | undefined;
}

/** The components that a part configures. kubeadm's own `featureGates` are not Kubernetes'. */
export function componentsOfConfiguration(part: ConfigurationPart): Component[] {
  const { kind, root } = part;
  if (kind === 'ClusterConfiguration') {
    const minor = minorOf(root.get('kubernetesVersion').string) ?? part.minor;
    const components = [
      ['apiServer', 'kube-apiserver'],
      ['controllerManager', 'kube-controller-manager'],
      ['scheduler', 'kube-scheduler'],
    ] as const;
    return components.map(([key, name]) => {
      const field = root.get(key).set ? root.at(key, 'extraArgs') : root;
      return component({ ...part, minor }, name, field, extraArgs(root.at(key, 'extraArgs')));
    });
  }
  if (kind === 'InitConfiguration' || kind === 'JoinConfiguration') {
    const args = root.at('nodeRegistration', 'kubeletExtraArgs');
    return [component({ ...part, whole: false }, 'kubelet', args, extraArgs(args))];
  }
  if (kind !== 'KubeletConfiguration') return [];
  const kubelet = component({ ...part, whole: false }, 'kubelet', root, []);
  return [{ ...kubelet, gates: gatesOfMap(root.get('featureGates')) }];
}

function component(part: ConfigurationPart, name: ComponentName, field: Field, flags: Flag[]): Component {
  const { resource, minor, whole } = part;
  return { name, resource, field, complete: whole, minor, flags, gates: gatesOfFlags(flags) };
}

/** A mapping up to v1beta3, a list of names and values from v1beta4 on. */
function extraArgs(args: Field): Flag[] {
  const pairs = [
    ...args.fields().map((field) => [String(field.segment), field] as const),
    ...args.items().map((item) => [item.get('name').string ?? '', item.get('value')] as const),
  ];
  return pairs.flatMap(([name, field]) => {
    const text = scalarText(field);
    return text === undefined ? [] : [{ name, value: { text, field, start: 0 } }];
  });
}
