import type { Field } from '../documents/field.ts';
import { defaultTokenPath } from './constants.ts';
import { environmentOf, expand } from './environment.ts';

export type ContainerType = 'container' | 'init' | 'sidecar' | 'ephemeral';

export interface VolumeMount {
  readonly field: Field;
  readonly volume: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** Of a `subPathExpr`, with variables of known value filled in; others stay: `$(POD_NAME)`. */
  readonly subPath: string | undefined;
}

export interface Container {
  readonly field: Field;
  readonly type: ContainerType;
  readonly name: string | null;
  readonly image: string | undefined;
  readonly mounts: readonly VolumeMount[];
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'];

/** Where the containers of a pod are: init containers first, as the kubelet starts them. */
export function containerFields(podSpec: Field): Field[] {
  return lists.flatMap((list) => podSpec.get(list).items());
}

export function containersOf(podSpec: Field): Container[] {
  return containerFields(podSpec).map((field) => readContainer(field, typeOf(field)));
}

function typeOf(field: Field): ContainerType {
  switch (field.parent?.segment) {
    case 'initContainers':
      return field.get('restartPolicy').string === 'Always' ? 'sidecar' : 'init';
    case 'ephemeralContainers':
      return 'ephemeral';
    default:
      return 'container';
  }
}

function readContainer(field: Field, type: ContainerType): Container {
  return {
    field,
    type,
    name: field.get('name').string ?? null,
    image: field.get('image').string,
    mounts: field
      .get('volumeMounts')
      .items()
      .flatMap((mount) => readMount(mount, field)),
  };
}

function readMount(field: Field, container: Field): VolumeMount[] {
  const volume = field.get('name').string;
  const mountPath = field.get('mountPath').string;
  if (volume === undefined || mountPath === undefined) return [];
  const [written = '', expression = ''] = ['subPath', 'subPathExpr'].map((key) => field.get(key).string);
  const subPath = written === '' && expression !== '' ? expand(expression, environmentOf(container)) : written;
  return [
    {
      field,
      volume,
      mountPath,
      readOnly: field.get('readOnly').boolean === true,
      // `.` is the volume's own folder.
      subPath: normalizePath(subPath) === '' ? undefined : subPath,
    },
  ];
}

/** Paths in volumes may be written `./token` or `a//token`. */
export function normalizePath(path: string): string {
  const inner = path.startsWith('/') ? path.slice(1) : path;
  if (!/(?:^|\/)\.?(?:\/|$)/.test(inner)) return inner;
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A path of a container, as the runtime resolves it: `/var//run/./x/..` is `/var/run`. */
export function absolutePath(path: string): string {
  const normal = normalizePath(path);
  if (!normal.includes('..')) return `/${normal}`;
  const parts: string[] = [];
  for (const part of normal.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A mount of the container's own at exactly the default path keeps the automatic one away (facts.md §6). */
export function ownMountAtDefaultPath(container: Container): VolumeMount | undefined {
  return container.mounts.find((mount) => mount.mountPath === defaultTokenPath);
}
