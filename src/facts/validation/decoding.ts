import type { Field } from '../../documents/field.ts';
import type { Node } from '../../documents/node.ts';
import type { Rejection } from './rejection.ts';

/** A Go type as far as decoding JSON into it can fail. */
export type GoType =
  | { readonly scalar: 'string' | 'bool' | 'int32' | 'int64'; readonly go?: string }
  | { readonly list: GoType; readonly go: string }
  | {
      readonly struct: string;
      readonly fields: Readonly<Record<string, GoType>>;
      /** The name of an embedded struct, which Go puts into the path of what it holds. */
      readonly embeds?: string;
    };

const string = { scalar: 'string' } as const;
const bool = { scalar: 'bool' } as const;
const int32 = { scalar: 'int32' } as const;
const int64 = { scalar: 'int64' } as const;

const listOf = (list: GoType, go: string): GoType => ({ list, go: `[]${go}` });

const serviceAccountToken: GoType = {
  struct: 'ServiceAccountTokenProjection',
  fields: { audience: string, expirationSeconds: int64, path: string },
};
const keyToPath: GoType = { struct: 'KeyToPath', fields: { key: string, path: string, mode: int32 } };
const items = listOf(keyToPath, 'v1.KeyToPath');
const projection: GoType = {
  struct: 'VolumeProjection',
  fields: {
    serviceAccountToken,
    configMap: { struct: 'ConfigMapProjection', fields: { name: string, items, optional: bool } },
    secret: { struct: 'SecretProjection', fields: { name: string, items, optional: bool } },
  },
};
const volume: GoType = {
  struct: 'Volume',
  embeds: 'VolumeSource',
  fields: {
    name: string,
    projected: {
      struct: 'ProjectedVolumeSource',
      fields: { sources: listOf(projection, 'v1.VolumeProjection'), defaultMode: int32 },
    },
    secret: { struct: 'SecretVolumeSource', fields: { secretName: string, items, defaultMode: int32, optional: bool } },
  },
};
const volumeMount: GoType = {
  struct: 'VolumeMount',
  fields: {
    name: string,
    mountPath: string,
    readOnly: bool,
    recursiveReadOnly: { scalar: 'string', go: 'v1.RecursiveReadOnlyMode' },
    subPath: string,
    subPathExpr: string,
    mountPropagation: { scalar: 'string', go: 'v1.MountPropagationMode' },
  },
};
const container: GoType = {
  struct: 'Container',
  fields: { name: string, image: string, volumeMounts: listOf(volumeMount, 'v1.VolumeMount') },
};
const containers = listOf(container, 'v1.Container');

export const podSpecType: GoType = {
  struct: 'PodSpec',
  fields: {
    automountServiceAccountToken: bool,
    serviceAccountName: string,
    serviceAccount: string,
    volumes: listOf(volume, 'v1.Volume'),
    initContainers: containers,
    containers,
  },
};

export const serviceAccountType: GoType = {
  struct: 'ServiceAccount',
  fields: {
    automountServiceAccountToken: bool,
    secrets: listOf({ struct: 'ObjectReference', fields: { name: string } }, 'v1.ObjectReference'),
    imagePullSecrets: listOf({ struct: 'LocalObjectReference', fields: { name: string } }, 'v1.LocalObjectReference'),
  },
};

/**
 * Values that cannot be decoded into their Go types, so that the API server answers 400 to the whole object.
 * `at` is the JSON path of the field from the object's root, as Go says it: dots, no indices.
 */
export function* decodingFaults(field: Field, type: GoType, at: string): Generator<Rejection> {
  const struct = 'struct' in type ? type.struct : '';
  if (!('struct' in type) || field.node?.kind !== 'map') return;
  for (const child of field.fields()) {
    const name = String(child.segment);
    const childType = type.fields[name];
    if (childType !== undefined) yield* check(child, childType, struct, at === '' ? name : `${at}.${name}`);
  }
}

function* check(field: Field, type: GoType, struct: string, at: string): Generator<Rejection> {
  const { node } = field;
  if (node === undefined || !field.set) return;
  const mismatch = describeMismatch(node, type);
  if (mismatch !== undefined) {
    const reason = `json: cannot unmarshal ${mismatch} into Go struct field ${struct}.${at} of type ${goName(type)}`;
    yield { reason, field };
    return;
  }
  if ('list' in type) {
    for (const item of field.items()) yield* checkItem(item, type.list, struct, at);
  } else if ('struct' in type) yield* decodingFaults(field, type, at);
}

function* checkItem(item: Field, type: GoType, struct: string, at: string): Generator<Rejection> {
  if (item.node?.kind !== 'map' || !('struct' in type)) {
    yield* check(item, type, struct, at);
    return;
  }
  for (const child of item.fields()) {
    const name = String(child.segment);
    const childType = type.fields[name];
    // What an embedded struct holds is reached through its name.
    const path = type.embeds !== undefined && name !== 'name' ? `${at}.${type.embeds}.${name}` : `${at}.${name}`;
    if (childType !== undefined) yield* check(child, childType, type.struct, path);
  }
}

function goName(type: GoType): string {
  if ('struct' in type) return `v1.${type.struct}`;
  return type.go ?? ('scalar' in type ? type.scalar : '');
}

/** What JSON has where the type wants something else; `undefined` where it fits. */
function describeMismatch(node: Node, type: GoType): string | undefined {
  const kind = jsonKind(node);
  if ('list' in type) return kind === 'array' ? undefined : kind;
  if ('struct' in type) return kind === 'object' ? undefined : kind;
  if (type.scalar === 'string' || type.scalar === 'bool') return kind === type.scalar ? undefined : kind;
  if (kind !== 'number') return kind;
  const value = node.kind === 'scalar' ? node.value : 0;
  return fitsInteger(value, type.scalar === 'int32' ? 31n : 63n) ? undefined : `number ${String(value)}`;
}

function fitsInteger(value: unknown, bits: bigint): boolean {
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return false;
  const exact = BigInt(typeof value === 'bigint' || typeof value === 'number' ? value : 0);
  return exact >= -(2n ** bits) && exact < 2n ** bits;
}

function jsonKind(node: Node): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'sequence') return 'array';
  if (typeof node.value === 'boolean') return 'bool';
  return typeof node.value === 'string' ? 'string' : 'number';
}
