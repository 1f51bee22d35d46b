import type { Field } from '../../documents/field.ts';
import { defaultTokenPath } from '../objects/constants.ts';
import { Environment, expand } from './environment.ts';
import { mapped } from '../../lists/mapped.ts';
import { lazy } from '../../memo/lazy.ts';

type ContainerType = 'container' | 'init' | 'sidecar' | 'ephemeral';

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
  /** The words of its own command line, then of those that the kubelet runs beside it: probes and hooks. */
  readonly commandLines: readonly [readonly Field[], ...(readonly Field[])[]];
  /** References of its environment to Secrets that may bring a token: to the key `token`, and to all keys. */
  readonly secretReferences: readonly Field[];
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'];

/** Where the containers of a pod are: init containers first, as the kubelet starts them. */
export function containerFields(podSpec: Field): Field[] {
  const found: Field[] = [];
  for (const list of lists) for (const container of podSpec.itemsAt(list)) found.push(container);
  return found;
}

export function containersOf(podSpec: Field): Container[] {
  return mapped(containerFields(podSpec), (field) => readContainer(field, typeOf(field)));
}

function typeOf(field: Field): ContainerType {
  switch (field.parent?.segment) {
    case 'initContainers':
      return field.stringAt('restartPolicy') === 'Always' ? 'sidecar' : 'init';
    case 'ephemeralContainers':
      return 'ephemeral';
    default:
      return 'container';
  }
}

function readContainer(field: Field, type: ContainerType): Container {
  const mounts: VolumeMount[] = [];
  const environment = lazy(() => new Environment(field));
  for (const item of field.itemsAt('volumeMounts')) {
    const mount = readMount(item, environment);
    if (mount !== undefined) mounts.push(mount);
  }
  return {
    field,
    type,
    name: field.stringAt('name') ?? null,
    image: field.stringAt('image'),
    mounts,
    commandLines: commandLinesOf(field),
    secretReferences: secretReferencesOf(field),
  };
}

function readMount(field: Field, environment: () => Environment): VolumeMount | undefined {
  const volume = field.stringAt('name');
  const mountPath = field.stringAt('mountPath');
  if (volume === undefined || mountPath === undefined) return undefined;
  const written = field.stringAt('subPath') ?? '';
  const expression = written === '' ? (field.stringAt('subPathExpr') ?? '') : '';
  const subPath = expression === '' ? written : expand(expression, environment());
  return {
    field,
    volume,
    mountPath,
    readOnly: field.get('readOnly').boolean === true,
    // `.` is the volume's own folder.
    subPath: normalizePath(subPath) === '' ? undefined : subPath,
  };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const hooks = ['postStart', 'preStop'];

function commandLinesOf(field: Field): [readonly Field[], ...(readonly Field[])[]] {
  const [command, args] = [field.itemsAt('command'), field.itemsAt('args')];
  const found: [readonly Field[], ...(readonly Field[])[]] = [args.length === 0 ? command : [...command, ...args]];
  const add = (handler: Field | undefined): void => {
    const words = handler?.setAt('exec')?.itemsAt('command') ?? [];
    if (words.length > 0) found.push(words);
  };
  for (const probe of probes) add(field.setAt(probe));
  const lifecycle = field.setAt('lifecycle');
  if (lifecycle !== undefined) for (const hook of hooks) add(lifecycle.setAt(hook));
  return found;
}

function secretReferencesOf(field: Field): Field[] {
  const found: Field[] = [];
  for (const variable of field.itemsAt('env')) {
    const reference = variable.setAt('valueFrom')?.setAt('secretKeyRef');
    if (reference?.stringAt('key') === 'token') found.push(reference);
  }
  for (const source of field.itemsAt('envFrom')) found.push(source.get('secretRef'));
  return found;
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
