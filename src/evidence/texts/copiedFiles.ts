import { isBelow, usualPath } from '../../facts/workloads/mountedPath.ts';
import type { Facts } from '../../facts/facts.ts';
import type { DataEntry } from '../../facts/objects/objectData.ts';
import type { Resource } from '../../facts/objects/resource.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';
import { readCommandLine } from '../shell/commandLine.ts';
import { type MountedFile, mountedFiles } from './mountedFiles.ts';

/**
 * Files of ConfigMaps and Secrets that an init container copies to where a container finds them: `cp /configmap/* /etc/app`,
 * into a volume that both mount.
 */
export function* copiedFiles(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  entriesIn: (object: Resource) => readonly DataEntry[],
): Generator<MountedFile> {
  if (container.type === 'init') return;
  const mounted = new Set(container.mounts.map(({ volume }) => volume));
  if (mounted.size === 0) return;
  for (const init of workload.containers) {
    if (init.type !== 'init') continue;
    const shared = init.mounts.filter(({ volume }) => mounted.has(volume));
    if (shared.length === 0) continue;
    let sources: ReadonlySet<string> | undefined;
    for (const file of mountedFiles(init, workload, facts, entriesIn)) {
      sources ??= sourcesOf(init, shared);
      if (isIn(usualPath(file.path), sources)) yield file;
    }
  }
}

/** Commands that take any number of paths, and copy none. */
const copiesNothing = /^(?:\S*\/)?(?:ch(?:own|mod|grp)|ls|stat|test|diff|cmp|mkdir|touch|rm|echo)\s/;

/** The paths that commands of a container name before one of some mounts; of a pattern, the folder that it is of. */
function sourcesOf({ commandLines }: WorkloadContainer, to: WorkloadContainer['mounts']): ReadonlySet<string> {
  const sources = new Set<string>();
  for (const { line = '' } of readCommandLine(commandLines[0], new Map()).commands) {
    if (copiesNothing.test(line)) continue;
    const paths = line.split(/\s+/).filter((word) => word.startsWith('/'));
    const target = paths.findLastIndex((path) => to.some(({ mountPath }) => isBelow(path, mountPath)));
    for (const path of paths.slice(0, Math.max(target, 0))) {
      const pattern = path.search(/[*?[]/);
      sources.add(usualPath(pattern === -1 ? path : path.slice(0, path.lastIndexOf('/', pattern))));
    }
  }
  return sources;
}

/** Whether a path, or a folder that it lies in, is one of some. */
function isIn(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.has(path) || folders.has('/')) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    if (folders.has(path.slice(0, end))) return true;
  return false;
}
