import type { Field } from '../documents/field.ts';
import { type DataEntry, dataEntries } from './objectData.ts';
import type { Resource } from './resource.ts';

/** One variable of a container's environment. */
export interface Variable {
  readonly name: string;
  /** With its `$(…)` expanded; `undefined` where it comes from what the input does not hold. */
  readonly value: string | undefined;
  /** The name as it is written, or the entry of the object that brings it. */
  readonly field: Field;
}

/** Finds a ConfigMap or Secret of the pod's namespace. */
export type FindObject = (kind: 'ConfigMap' | 'Secret', name: string) => Resource | undefined;

/**
 * A container's environment, as the kubelet makes it: `envFrom` first, then `env`; of one name the last counts.
 *
 * @param find without it, what comes from objects is left unknown.
 */
export function environmentOf(container: Field, find: FindObject = () => undefined): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const add = (variable: Variable): void => void variables.set(variable.name, variable);
  for (const source of container.itemsAt('envFrom')) {
    const prefix = source.stringAt('prefix') ?? '';
    const entries = [
      ...entriesOf('ConfigMap', source.at('configMapRef', 'name'), find),
      ...entriesOf('Secret', source.at('secretRef', 'name'), find),
    ];
    for (const { key, text, field } of entries) add({ name: `${prefix}${key}`, value: text, field });
  }
  for (const variable of container.itemsAt('env')) {
    const field = variable.get('name');
    if (field.string === undefined) continue;
    add({ name: field.string, value: valueOf(variable, find, variables), field });
  }
  return variables;
}

function valueOf(variable: Field, find: FindObject, before: ReadonlyMap<string, Variable>): string | undefined {
  const written = variable.stringAt('value');
  if (written !== undefined) return expand(written, before);
  const from = variable.setAt('valueFrom');
  if (from === undefined) return '';
  const entries = [
    ...keyOf('ConfigMap', from.setAt('configMapKeyRef'), find),
    ...keyOf('Secret', from.setAt('secretKeyRef'), find),
  ];
  return entries[0]?.text;
}

function keyOf(kind: 'ConfigMap' | 'Secret', reference: Field | undefined, find: FindObject): DataEntry[] {
  if (reference === undefined) return [];
  return entriesOf(kind, reference.get('name'), find).filter(({ key }) => key === reference.stringAt('key'));
}

function entriesOf(kind: 'ConfigMap' | 'Secret', name: Field, find: FindObject): readonly DataEntry[] {
  const object = name.string === undefined ? undefined : find(kind, name.string);
  return object === undefined ? [] : dataEntries(object);
}

/** Linux runs no program with a longer argument or variable (MAX_ARG_STRLEN, 32 pages): nothing is known of one. */
const longest = 131_072;

/**
 * Replaces `$(NAME)` as Kubernetes does in `command`, `args`, `env` and `subPathExpr`; `$$` is a dollar sign, and what
 * has no known value stays (k8s.io/kubernetes third_party/forked/golang/expansion/expand.go). A text that would become
 * longer than a program can be given stays as it is.
 */
export function expand(text: string, variables: ReadonlyMap<string, Variable>): string {
  if (!text.includes('$')) return text;
  let expanded = '';
  let done = 0;
  for (const { 0: whole, 1: name, index } of text.matchAll(/\$(?:\$|\(([^)]*)\))/g)) {
    const value = name === undefined ? '$' : (variables.get(name)?.value ?? whole);
    expanded += text.slice(done, index) + value;
    done = index + whole.length;
    if (expanded.length > longest) return text;
  }
  return expanded + text.slice(done);
}
