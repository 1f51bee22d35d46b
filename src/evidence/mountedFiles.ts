import type { Field } from '../documents/field.ts';
import { normalizePath } from '../facts/container.ts';
import type { Facts } from '../facts/facts.ts';
import { type DataEntry, dataEntries } from '../facts/objectData.ts';
import type { Resource } from '../facts/resource.ts';
import type { Volume } from '../facts/volume.ts';
import type { Workload, WorkloadContainer } from '../facts/workload.ts';

/** A file of a ConfigMap or Secret that a container mounts. */
export interface MountedFile {
  readonly object: Resource;
  readonly entry: DataEntry;
  /** Where the container finds it. */
  readonly path: string;
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
    const volume = workload.volumes.find(({ name }) => name === mount.volume);
    if (volume === undefined) continue;
    for (const { source, object } of sourcesOf(volume, workload, facts)) {
      const paths = new Map(source.itemsAt('items').map((item) => [item.stringAt('key'), item.stringAt('path')]));
      for (const entry of entriesIn(object)) {
        const path = paths.size === 0 ? entry.key : paths.get(entry.key);
        // Documents are read again and again, so the node does not tell.
        const place = `${entry.field.document.uri} ${String(entry.field.key?.start)}`;
        if (path === undefined || seen.has(place)) continue;
        const below = pathBelow(path, mount.subPath);
        if (below === undefined) continue;
        seen.add(place);
        yield { object, entry, path: `${mount.mountPath}${below}` };
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
}

function* sourcesOf(volume: Volume, workload: Workload, facts: Facts): Generator<FileSource> {
  const sources = volume.type === 'projected' ? volume.field.at('projected', 'sources').items() : [volume.field];
  for (const holder of sources) {
    const configMap = holder.setAt('configMap');
    const object = configMap && facts.configMaps.nearestOne(configMap.stringAt('name') ?? '', workload);
    if (configMap !== undefined && object !== undefined) yield { source: configMap, object };
    const secret = holder.setAt('secret');
    const name = secret?.stringAt('secretName') ?? secret?.stringAt('name') ?? '';
    const held = secret && facts.secretIndex.nearestOne(name, workload);
    if (secret !== undefined && held !== undefined) yield { source: secret, object: held };
  }
}
