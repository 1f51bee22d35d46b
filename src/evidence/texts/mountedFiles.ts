import type { Field } from '../../documents/field.ts';
import { type VolumeMount, normalizePath } from '../../facts/pods/container.ts';
import type { Facts } from '../../facts/facts.ts';
import { type DataEntry, dataEntries } from '../../facts/objects/objectData.ts';
import type { Resource } from '../../facts/objects/resource.ts';
import { type Volume, volumeNamed } from '../../facts/pods/volume.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';

/** A file of a ConfigMap or Secret that a container mounts. */
export interface MountedFile {
  readonly object: Resource;
  readonly entry: DataEntry;
  /** Where the container finds it. */
  readonly path: string;
  readonly mount: VolumeMount;
  /** Whether a later source of the volume, which the input does not hold, may lay another over it. */
  readonly mayBeOther: boolean;
}

/**
 * Files of ConfigMaps and Secrets of the input; only those that the container mounts.
 * @param entriesIn which of an object's texts are wanted.
 */
export function* mountedFiles(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  entriesIn: (object: Resource) => readonly DataEntry[] = dataEntries,
): Generator<MountedFile> {
  const seen = new Set<string>();
  for (const mount of container.mounts) {
    const volume = volumeNamed(workload.volumes, mount.volume);
    if (volume === undefined) continue;
    for (const { source, object, mayBeOther } of sourcesOf(volume, workload, facts)) {
      const paths = new Map(source.itemsAt('items').map((item) => [item.stringAt('key'), item.stringAt('path')]));
      for (const entry of entriesIn(object)) {
        const path = paths.size === 0 ? entry.key : paths.get(entry.key);
        // Documents are read again and again, so the node does not tell.
        const place = `${entry.field.document.uri} ${String(entry.field.key?.start)}`;
        if (path === undefined || seen.has(place)) continue;
        const below = pathBelow(path, mount.subPath);
        if (below === undefined) continue;
        seen.add(place);
        yield { object, entry, path: `${mount.mountPath}${below}`, mount, mayBeOther };
      }
    }
  }
}

/** The path of a volume's file below its mount: empty where the file itself is mounted. */
function pathBelow(path: string, subPath: string | undefined): string | undefined {
  const file = `/${normalizePath(path)}`;
  const folder = subPath === undefined ? '' : `/${normalizePath(subPath)}`;
  return file === folder || file.startsWith(`${folder}/`) ? file.slice(folder.length) : undefined;
}

interface FileSource {
  readonly source: Field;
  readonly object: Resource;
  readonly mayBeOther: boolean;
}

function sourcesOf(volume: Volume, workload: Workload, facts: Facts): FileSource[] {
  const holders = volume.type === 'projected' ? volume.field.at('projected', 'sources').items() : [volume.field];
  const found: FileSource[] = [];
  let mayBeOther = false;
  for (const holder of [...holders].reverse()) {
    const [configMap, secret] = [holder.setAt('configMap'), holder.setAt('secret')];
    const source = configMap ?? secret;
    if (source === undefined) continue;
    const name = source.stringAt('name') ?? source.stringAt('secretName') ?? '';
    const object = (configMap === undefined ? facts.secretIndex : facts.configMaps).nearestOne(name, workload);
    if (object === undefined) mayBeOther ||= source.itemsAt('items').length === 0;
    else found.push({ source, object, mayBeOther });
  }
  return found.reverse();
}
