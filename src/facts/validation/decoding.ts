import type { Field } from '../../documents/field.ts';
import type { Node } from '../../documents/node.ts';
import { entriesOf, entryOf } from '../../documents/outlinedNode.ts';
import { resolvePlainScalar } from '../../documents/scalar.ts';
import { mayBecomeOther } from '../objects/substitution.ts';
import type { GoStruct, GoType } from './goTypes.ts';
import type { Rejection } from './rejection.ts';

/**
 * Values that cannot be decoded into their Go types, so that the API server answers 400 to the whole object.
 * `at` is the JSON path of the field from the object's root, as Go says it: dots, no indices.
 */
export function decodingFaults(field: Field, type: GoStruct, at: () => string): Rejection[] {
  const { node } = field;
  return node?.kind !== 'map' || decodes(node, type) ? [] : [...faultsOf(field, type, at())];
}

/** Whether a value can be decoded: nearly all can, and their nodes say so without paths. */
function decodes(node: Node, type: GoType): boolean {
  if (node.kind === 'scalar' && node.value === null) return true;
  if (describeMismatch(node, type) !== undefined) return false;
  if ('list' in type) {
    if (node.kind === 'sequence') for (const item of node.items) if (!decodes(item, type.list)) return false;
  } else if ('values' in type) {
    if (node.kind === 'map') for (const { value } of entriesOf(node)) if (!decodes(value, type.values)) return false;
  } else if ('struct' in type && node.kind === 'map') {
    for (const [name, fieldType] of type.entries) {
      const entry = entryOf(node, name);
      if (entry !== undefined && !decodes(entry.value, fieldType)) return false;
    }
  }
  return true;
}

function* faultsOf(field: Field, type: GoStruct, at: string): Generator<Rejection> {
  for (const child of field.fields()) {
    const name = String(child.segment);
    const childType = type.fields.get(name);
    if (childType === undefined) continue;
    // What an embedded struct holds is reached through its name.
    const path = type.embeds?.own.includes(name) === false ? `${type.embeds.struct}.${name}` : name;
    yield* check(child, childType, type.struct, at === '' ? path : `${at}.${path}`);
  }
}

function* check(field: Field, type: GoType, struct: string, at: string): Generator<Rejection> {
  const { node } = field;
  if (node === undefined || !field.set) return;
  const mismatch = describeMismatch(node, type);
  if (mismatch !== undefined) {
    const reason = `json: cannot unmarshal ${mismatch} into Go struct field ${struct}.${at} of type ${goName(type)}`;
    const unquoted = 'scalar' in type && type.scalar === 'string' ? unquotedText(field) : undefined;
    yield unquoted === undefined ? { reason, field } : { reason, field, unquoted };
    return;
  }
  if ('list' in type) {
    for (const item of field.items()) yield* check(item, type.list, struct, at);
  } else if ('values' in type) {
    for (const value of field.fields()) yield* check(value, type.values, struct, at);
  } else if ('struct' in type) yield* faultsOf(field, type, at);
}

/** What a plain word or number would be as a text. */
function unquotedText({ node, source }: Field): string | undefined {
  if (node?.kind !== 'scalar' || typeof node.value === 'string' || node.value === null) return undefined;
  // Of an alias, or `!!int "12"`, something else is written.
  return source.length <= longestName && resolvePlainScalar(source) === node.value ? source : undefined;
}

/** What is longer is no name that lost its quotes. */
const longestName = 253;

function goName(type: GoType): string {
  if ('struct' in type) return `v1.${type.struct}`;
  return type.go ?? ('scalar' in type ? type.scalar : '');
}

/** What JSON has where the type wants something else; `undefined` where it fits, or what fills it in may make it fit. */
function describeMismatch(node: Node, type: GoType): string | undefined {
  const mismatch = mismatchOf(node, type);
  return mismatch === 'string' && node.kind === 'scalar' && mayBecomeOther(String(node.value)) ? undefined : mismatch;
}

function mismatchOf(node: Node, type: GoType): string | undefined {
  const kind = jsonKind(node);
  if ('list' in type) return kind === 'array' ? undefined : kind;
  if ('struct' in type || 'values' in type) return kind === 'object' ? undefined : kind;
  if (type.scalar === 'string' || type.scalar === 'bool') return kind === type.scalar ? undefined : kind;
  if (kind !== 'number') return kind;
  const value = node.kind === 'scalar' ? node.value : 0;
  return fitsInteger(value, type.scalar === 'int32' ? 31 : 63) ? undefined : `number ${String(value)}`;
}

function fitsInteger(value: unknown, bits: number): boolean {
  // Powers of two are exact among floats, too.
  if (typeof value === 'number') return Number.isInteger(value) && value >= -(2 ** bits) && value < 2 ** bits;
  const bound = 2n ** BigInt(bits);
  return typeof value === 'bigint' && value >= -bound && value < bound;
}

function jsonKind(node: Node): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'sequence') return 'array';
  if (typeof node.value === 'boolean') return 'bool';
  return typeof node.value === 'string' ? 'string' : 'number';
}
