import { isBelow } from '../../facts/workloads/mountedPath.ts';
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
  for (const init of workload.containers) {
    if (init.type !== 'init') continue;
    const shared = init.mounts.filter(({ volume }) => container.mounts.some((mount) => mount.volume === volume));
    if (shared.length === 0) continue;
    let commands: readonly (readonly string[])[] | undefined;
    for (const file of mountedFiles(init, workload, facts, entriesIn)) {
      commands ??= readCommandLine(init.commandLines[0], new Map()).commands.map(({ line = '' }) => line.split(/\s+/));
      if (commands.some((words) => isCopied(file.path, words, shared))) yield file;
    }
  }
}

/** Whether a command names a file, or a folder or pattern that it is of, and behind it a path of one of some mounts. */
function isCopied(path: string, words: readonly string[], to: WorkloadContainer['mounts']): boolean {
  const source = words.findIndex((word) => word.startsWith('/') && isBelow(path, word.replace(/[^/]*[*?[].*$/, '')));
  return (
    source !== -1 &&
    words.slice(source + 1).some((word) => word.startsWith('/') && to.some(({ mountPath }) => isBelow(word, mountPath)))
  );
}
