import type { Field } from '../../documents/field.ts';
import {
  isHarmlessArgument,
  isHarmlessSetting,
  isHarmlessVariable,
  isHarmlessVolume,
  isWaiting,
  mayConcernTokens,
} from './harmless.ts';

/** Fields of a container that say what it runs, or with what. */
export const settingNames = [
  'command',
  'args',
  'env',
  'envFrom',
  'volumeMounts',
  'lifecycle',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
];

/**
 * Whether a container may do something else with what is written to a field of it.
 *
 * @param path of the field, from the container.
 * @param value `undefined` where it is not known.
 * @param volumes that are written with it.
 */
export function isOtherSetting(
  [name = '', ...path]: readonly string[],
  value: Field | undefined,
  volumes: readonly Field[],
): boolean {
  if (!settingNames.includes(name)) return false;
  if (name === 'env') return !isHarmlessEnvironment(path, value);
  if (name === 'args') return !items(path, value)?.every(({ string = '' }) => isHarmlessArgument(string));
  if (name === 'volumeMounts') return !items(path, value)?.every((mount) => isHarmlessMount(mount, volumes));
  if (name === 'lifecycle' || name.endsWith('Probe')) return runsMore(path, value);
  return true;
}

/** Of a list, its items; of a place in it, that one; of a place deeper inside, nothing is known. */
function items(path: readonly string[], value: Field | undefined): readonly Field[] | undefined {
  if (value === undefined || path.length > 1) return undefined;
  return path.length === 0 ? value.items() : [value];
}

function isHarmlessEnvironment(path: readonly string[], value: Field | undefined): boolean {
  const [item = '', field, ...deeper] = path;
  if (field === undefined) return items(path, value)?.every(isHarmlessVariable) === true;
  // How replacements name a variable; to JSON patches it is a number.
  const name = /^\[name=(.*)\]$/.exec(item)?.[1] ?? '';
  if (field === 'value' && deeper.length === 0) return isHarmlessSetting(name, value && (value.string ?? value.source));
  return field === 'valueFrom' && value !== undefined && !mayConcernTokens(name + value.source);
}

/** The mount of a volume that is not known may be one of anything. */
function isHarmlessMount(mount: Field, volumes: readonly Field[]): boolean {
  if (mount.stringAt('$patch') === 'delete') return true;
  const volume = volumes.find((one) => one.stringAt('name') === mount.stringAt('name'));
  return volume !== undefined && isHarmlessVolume(volume) && !mayConcernTokens(mount.stringAt('mountPath') ?? '');
}

export function isOtherVolume(volume: Field): boolean {
  return !isHarmlessVolume(volume);
}

function runsMore(path: readonly string[], value: Field | undefined): boolean {
  if (path.includes('exec')) return value === undefined || !isWaiting(value);
  if (value === undefined) return path.length === 0;
  const execs = [value, value.get('postStart'), value.get('preStop')].map((handler) => handler.get('exec'));
  return execs.some((exec) => exec.set && !isWaiting(exec));
}

/** Whether what is written to a ConfigMap or a Secret may tell those that read it something else. */
export function isOtherContent(root: Field, kind: string): boolean {
  return dataNames.some((list) => !isHarmlessData(list, root.get(list), kind));
}

export function isOtherContentAt(pointer: string, value: Field | undefined, kind: string): boolean {
  const [, list = '', key] = pointer.split('/');
  if (!dataNames.includes(list)) return false;
  if (key !== undefined) return !isHarmlessEntry(list, key, value, kind);
  return value === undefined || !isHarmlessData(list, value, kind);
}

const dataNames = ['data', 'stringData', 'binaryData'];

function isHarmlessData(list: string, data: Field, kind: string): boolean {
  return data.fields().every((entry) => isHarmlessEntry(list, String(entry.segment), entry, kind));
}

/** Where data are encoded, only their names tell. */
function isHarmlessEntry(list: string, key: string, value: Field | undefined, kind: string): boolean {
  const isEncoded = list === 'binaryData' || (list === 'data' && kind === 'Secret');
  return isHarmlessSetting(key, isEncoded ? undefined : value && (value.string ?? value.source));
}
