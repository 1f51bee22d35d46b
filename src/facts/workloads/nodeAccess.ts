import type { Field } from '../../documents/field.ts';
import { normalizePath } from '../pods/container.ts';
import { isBelow, usualPath } from './mountedPath.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What a folder of the node gives to whoever holds it. */
export type NodeAccess = 'tokens' | 'runtime' | 'credentials';

interface Exposure {
  /** The path of the node that a container sees, as it is written, with the mount's `subPath`. */
  readonly path: string;
  readonly access: NodeAccess;
  /** The file or folder that counts: that path, or below it. */
  readonly target: string;
  /** Whether the container surely may read it, whatever user its image has. */
  readonly sure: boolean;
}

/** A `hostPath` volume through which containers get at the tokens of all pods of the node. */
export interface NodeExposure extends Exposure {
  /** The volume's `hostPath.path`. */
  readonly field: Field;
  readonly containers: readonly WorkloadContainer[];
}

/** The kubelet's folders of pods, for the distributions that move them. */
const podFolders = ['/var/lib/kubelet', '/var/lib/k0s/kubelet', '/var/snap/microk8s/common/var/lib/kubelet'];

const sockets = [
  '/var/run/containerd/containerd.sock',
  '/var/run/docker.sock',
  '/var/run/crio/crio.sock',
  '/var/run/cri-dockerd.sock',
  '/var/run/dockershim.sock',
  '/var/run/podman/podman.sock',
  '/var/run/k3s/containerd/containerd.sock',
  '/var/run/k0s/containerd.sock',
  '/var/snap/microk8s/common/run/containerd.sock',
];

const targets: readonly { readonly path: string; readonly access: NodeAccess }[] = [
  ...podFolders.map((folder) => ({ path: `${folder}/pods`, access: 'tokens' as const })),
  ...sockets.map((path) => ({ path, access: 'runtime' as const })),
  ...podFolders.map((folder) => ({ path: `${folder}/pki`, access: 'credentials' as const })),
  ...['pki/sa.key', 'admin.conf', 'super-admin.conf'].map((file) => ({
    path: `/etc/kubernetes/${file}`,
    access: 'credentials' as const,
  })),
];

/** `hostPath` volumes of a workload that expose the tokens of its whole node to a container that may read them. */
export function nodeExposures(workload: Workload): NodeExposure[] {
  return workload.volumes.flatMap((volume) => {
    if (volume.type !== 'hostPath') return [];
    const field = volume.field.at('hostPath', 'path');
    if (field.string?.startsWith('/') !== true) return [];
    const found = workload.containers.flatMap((container) => {
      const paths = container.mounts
        .filter((mount) => mount.volume === volume.name && mount.subPath?.includes('$(') !== true)
        .map((mount) => `/${normalizePath(`${field.string ?? ''}/${mount.subPath ?? ''}`)}`);
      const exposed = paths.flatMap((path) => exposureOf(path, container, workload) ?? []);
      return exposed.slice(0, 1).map((exposure) => ({ exposure, container }));
    });
    const [first] = found;
    if (first === undefined) return [];
    return [{ field, ...first.exposure, containers: found.map(({ container }) => container) }];
  });
}

function exposureOf(path: string, container: WorkloadContainer, { pod }: Workload): Exposure | undefined {
  const usual = usualPath(path);
  const found = targets.find((one) => isBelow(one.path, usual));
  if (found === undefined) return undefined;
  const isSocketAlone = found.access === 'runtime' && usual !== '/';
  const root = actsAsRoot(container.field, pod.spec, isSocketAlone);
  if (root === 'no') return undefined;
  const target = usual === '/' ? found.path : `${path}${found.path.slice(usual.length)}`;
  return { path, access: found.access, target, sure: root === 'yes' };
}

const strongCapabilities = new Set(['ALL', 'SYS_ADMIN', 'SYS_PTRACE', 'DAC_OVERRIDE', 'DAC_READ_SEARCH']);

/**
 * The kubelet's folders and the runtimes' sockets are for root and root's group. Who runs as another user, is not put into that
 * group, and has no capability to go past that, sees nothing there.
 *
 * @param byAnyGroup whether any further group may be the one that opens the file, as the group `docker` does.
 */
function actsAsRoot(container: Field, podSpec: Field, byAnyGroup: boolean): 'yes' | 'maybe' | 'no' {
  const [own, pods] = [container.get('securityContext'), podSpec.get('securityContext')];
  const user = own.get('runAsUser').number ?? pods.get('runAsUser').number;
  const nonRoot = own.get('runAsNonRoot').boolean ?? pods.get('runAsNonRoot').boolean;
  const group = own.get('runAsGroup').number ?? pods.get('runAsGroup').number;
  const further = [pods.get('fsGroup'), ...pods.get('supplementalGroups').items()].flatMap(
    ({ number }) => number ?? [],
  );
  const capabilities = own.at('capabilities', 'add').strings.map((name) => name.replace(/^CAP_/, '').toUpperCase());
  const isOther = user === undefined ? nonRoot === true : user !== 0;
  const strong = own.get('privileged').boolean === true || capabilities.some((name) => strongCapabilities.has(name));
  if (user === 0 || group === 0) return 'yes';
  if (!isOther || strong || further.some((id) => byAnyGroup || id === 0)) return 'maybe';
  return 'no';
}
