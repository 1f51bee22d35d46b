import type { Field } from '../documents/field.ts';
import { type DataEntry, dataEntries } from './objectData.ts';
import type { NameIndex } from './nameIndex.ts';
import type { Resource } from './resource.ts';
import type { Named } from './scope.ts';

/** One variable of a container's environment. */
export interface Variable {
  readonly name: string;
  /** With its `$(…)` expanded; `undefined` where it comes from what the input does not hold. */
  readonly value: string | undefined;
  /** The name as it is written, or the entry of the object that brings it. */
  readonly field: Field;
}

/** The ConfigMaps and Secrets that variables may come from. */
export interface Objects {
  readonly configMaps: NameIndex<Resource>;
  readonly secretIndex: NameIndex<Resource>;
}

/** A container's environment, as the kubelet makes it: `envFrom` first, then `env`; of one name the last counts. */
export function environmentOf(container: Field, pod: Named, objects?: Objects): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const add = (variable: Variable): void => void variables.set(variable.name, variable);
  for (const source of container.get('envFrom').items()) {
    const prefix = source.get('prefix').string ?? '';
    const entries = [
      ...entriesOf(objects?.configMaps, source.at('configMapRef', 'name'), pod),
      ...entriesOf(objects?.secretIndex, source.at('secretRef', 'name'), pod),
    ];
    for (const { key, text, field } of entries) add({ name: `${prefix}${key}`, value: text, field });
  }
  for (const variable of container.get('env').items()) {
    const field = variable.get('name');
    if (field.string === undefined) continue;
    add({ name: field.string, value: valueOf(variable, pod, objects, variables), field });
  }
  return variables;
}

function valueOf(
  variable: Field,
  pod: Named,
  objects: Objects | undefined,
  before: ReadonlyMap<string, Variable>,
): string | undefined {
  const written = variable.get('value').string;
  if (written !== undefined) return expand(written, before);
  const from = variable.get('valueFrom');
  if (!from.set) return '';
  const entries = [
    ...keyOf(objects?.configMaps, from.get('configMapKeyRef'), pod),
    ...keyOf(objects?.secretIndex, from.get('secretKeyRef'), pod),
  ];
  return entries[0]?.text;
}

function keyOf(index: NameIndex<Resource> | undefined, reference: Field, pod: Named): DataEntry[] {
  return entriesOf(index, reference.get('name'), pod).filter(({ key }) => key === reference.get('key').string);
}

function entriesOf(index: NameIndex<Resource> | undefined, name: Field, pod: Named): DataEntry[] {
  const object = name.string === undefined ? undefined : index?.nearestOne(name.string, pod);
  return object === undefined ? [] : dataEntries(object);
}

/**
 * Replaces `$(NAME)` as Kubernetes does in `command`, `args`, `env` and `subPathExpr`; `$$` is a dollar sign, and what
 * has no known value stays (k8s.io/kubernetes third_party/forked/golang/expansion/expand.go).
 */
export function expand(text: string, variables: ReadonlyMap<string, Variable>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name?: string) =>
    name === undefined ? '$' : (variables.get(name)?.value ?? whole),
  );
}
