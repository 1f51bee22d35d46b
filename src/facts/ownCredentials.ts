import { legacyTokensOf } from './legacyToken.ts';
import { usualPath } from './mountedPath.ts';
import type { NameIndex } from './nameIndex.ts';
import type { Resource } from './resource.ts';
import type { Workload } from './workload.ts';

/** Whether a container mounts a kubeconfig, or a token without expiry: other ways to log in to the API server. */
export function hasOwnCredentials(workload: Workload, secrets: NameIndex<Resource>): boolean {
  return workload.containers.some(
    (container) =>
      container.mounts.some(({ mountPath }) => isKubeconfig(usualPath(mountPath))) ||
      legacyTokensOf(container, workload, secrets).length > 0,
  );
}

function isKubeconfig(path: string): boolean {
  return /\/\.kube(?:\/|$)|\/[\w.-]*kubeconfig[\w.-]*(?:\/|$)/i.test(path);
}
