import type { Field } from '../documents/field.ts';
import { defaultTokenPath } from './constants.ts';

export type ContainerType = 'container' | 'init' | 'sidecar' | 'ephemeral';

export interface VolumeMount {
  readonly field: Field;
  readonly volume: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly subPath: string | undefined;
}

export interface Container {
  readonly field: Field;
  readonly type: ContainerType;
  readonly name: string | null;
  readonly image: string | undefined;
  readonly mounts: readonly VolumeMount[];
}

/** All containers of a pod: init containers first, as the kubelet starts them. */
export function containersOf(podSpec: Field): Container[] {
  const list = (key: string, type: (field: Field) => ContainerType): Container[] =>
    podSpec
      .get(key)
      .items()
      .map((field) => readContainer(field, type(field)));
  return [
    ...list('initContainers', (field) => (field.get('restartPolicy').string === 'Always' ? 'sidecar' : 'init')),
    ...list('containers', () => 'container'),
    ...list('ephemeralContainers', () => 'ephemeral'),
  ];
}

function readContainer(field: Field, type: ContainerType): Container {
  return {
    field,
    type,
    name: field.get('name').string ?? null,
    image: field.get('image').string,
    mounts: field.get('volumeMounts').items().flatMap(readMount),
  };
}

function readMount(field: Field): VolumeMount[] {
  const volume = field.get('name').string;
  const mountPath = field.get('mountPath').string;
  if (volume === undefined || mountPath === undefined) return [];
  const subPath = ['subPath', 'subPathExpr'].map((key) => field.get(key).string ?? '').find((path) => path !== '');
  return [
    {
      field,
      volume,
      mountPath,
      readOnly: field.get('readOnly').boolean === true,
      // `.` is the volume's own folder.
      subPath: subPath === undefined || normalizePath(subPath) === '' ? undefined : subPath,
    },
  ];
}

/** Paths in volumes may be written `./token` or `a//token`. */
export function normalizePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A mount of the container's own at exactly the default path keeps the automatic one away (facts.md §6). */
export function ownMountAtDefaultPath(container: Container): VolumeMount | undefined {
  return container.mounts.find((mount) => mount.mountPath === defaultTokenPath);
}
