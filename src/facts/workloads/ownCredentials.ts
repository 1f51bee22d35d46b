import { legacyTokensOf } from './legacyToken.ts';
import { isBelow, usualPath } from './mountedPath.ts';
import type { NameIndex } from '../objects/nameIndex.ts';
import type { Resource } from '../objects/resource.ts';
import type { Volume } from '../pods/volume.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** Whether a container mounts a kubeconfig, or a token without expiry: other ways to log in to the API server. */
export function hasOwnCredentials(workload: Workload, secrets: NameIndex<Resource>): boolean {
  return workload.containers.some(
    (container) =>
      container.mounts.some(({ mountPath }) => isKubeconfig(usualPath(mountPath))) ||
      hasKubeconfig(container, workload) ||
      legacyTokensOf(container, workload, secrets).length > 0,
  );
}

function isKubeconfig(path: string): boolean {
  return /\/\.kube(?:\/|$)|\/[\w.-]*kubeconfig[\w.-]*(?:\/|$)/i.test(path);
}

/** Volumes that bring a kubeconfig with its credentials; one in a ConfigMap names a token that lies elsewhere. */
const bringing = new Set(['secret', 'hostPath', 'projected']);

/** Whether a container is told to log in with a kubeconfig (`--kubeconfig=PATH`) that a volume brings in any case. */
export function hasKubeconfig(container: WorkloadContainer, workload: Workload): boolean {
  const texts = container.commandLines[0].map(({ string = '' }) => string);
  if (!texts.some((text) => text.includes('kubeconfig'))) return false;
  const paths = texts.flatMap((text, index) => {
    const [whole, value] = /^--?kubeconfig(?:=(.*))?$/.exec(text) ?? [];
    return whole === undefined ? [] : (value ?? texts[index + 1] ?? '');
  });
  return paths.some((path) => isBrought(path, container, workload));
}

/** Whether a volume brings a kubeconfig in any case that a text names: `KUBECONFIG=/a:/b`, `--kubeconfig=PATH`. */
export function bringsKubeconfig(text: string, container: WorkloadContainer, workload: Workload): boolean {
  const [, paths = ''] = /kubeconfig=["']?([^\s"';]*)/i.exec(text) ?? [];
  return paths.split(':').some((path) => isBrought(path, container, workload));
}

function isBrought(path: string, { mounts }: WorkloadContainer, { volumes }: Workload): boolean {
  const covering = mounts.filter(({ mountPath }) => path.startsWith('/') && isBelow(path, mountPath));
  const [mount] = covering.sort((a, b) => b.mountPath.length - a.mountPath.length);
  const volume = volumes.find(({ name }) => name === mount?.volume);
  return volume !== undefined && bringing.has(volume.type) && !isOptional(volume);
}

/** Without the object, programs take the in-cluster configuration; so do those to whom a volume brings a token. */
function isOptional({ field, type, projections }: Volume): boolean {
  if (projections.some((projection) => projection.type === 'token')) return true;
  const sources = [
    field.get(type),
    ...field
      .at(type, 'sources')
      .items()
      .flatMap((source) => source.fields()),
  ];
  return sources.some((source) => source.get('optional').boolean === true);
}
