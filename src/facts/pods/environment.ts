import type { Field } from '../../documents/field.ts';
import { type DataEntry, dataEntry } from '../objects/objectData.ts';
import type { Resource } from '../objects/resource.ts';

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

/** A ConfigMap or Secret in `envFrom`: each of its texts is a variable. */
export interface VariableSource {
  readonly prefix: string;
  readonly object: Resource;
}

/** Looks variables up by their names. */
export interface Variables {
  get(name: string): Variable | undefined;
}

/**
 * A container's environment, as the kubelet makes it: `envFrom` first, then `env`; of one name the last counts. What
 * objects bring is not spelt out: thousands of pods may have thousands of variables of the same few.
 */
export class Environment implements Variables {
  readonly sources: readonly VariableSource[];
  readonly #own = new Map<string, Variable>();

  /** @param find without it, what comes from objects is left unknown. */
  constructor(container: Field, find?: FindObject) {
    const found = find ?? ((): undefined => undefined);
    this.sources = container.itemsAt('envFrom').flatMap((source) => sourcesOf(source, found));
    for (const variable of container.itemsAt('env')) {
      const field = variable.get('name');
      if (field.string === undefined || (find !== undefined && this.#isLeftOut(field.string, variable, find))) continue;
      this.#own.set(field.string, { name: field.string, value: valueOf(variable, found, this), field });
    }
  }

  /** Without an optional key, the kubelet leaves a name to what came before (makeEnvironmentVariables). */
  #isLeftOut(name: string, variable: Field, find: FindObject): boolean {
    const lacks = lacksOptionalKey(variable, find);
    // Where the object may be or not, what came before may count.
    return lacks ?? this.get(name)?.value !== undefined;
  }

  /** Those of `env`. */
  get own(): Iterable<Variable> {
    return this.#own.values();
  }

  get(name: string): Variable | undefined {
    const own = this.#own.get(name);
    for (let index = this.sources.length - 1; own === undefined && index >= 0; index -= 1) {
      const brought = this.#broughtBy(index, name);
      if (brought !== undefined) return brought;
    }
    return own;
  }

  /** The variable of a name that one of the sources has, where no later one has it too. */
  lastOf(index: number, name: string): Variable | undefined {
    const isLater = this.#own.has(name) || this.sources.some((_, at) => at > index && this.#broughtBy(at, name));
    return isLater ? undefined : this.#broughtBy(index, name);
  }

  /** Where a name comes first: in which source, after all of them for `env`, and where in it. */
  placeOf(name: string): readonly [source: number, offset: number] {
    for (const index of this.sources.keys()) {
      const brought = this.#broughtBy(index, name);
      if (brought !== undefined) return [index, brought.field.key?.start ?? 0];
    }
    return [this.sources.length, 0];
  }

  #broughtBy(index: number, name: string): Variable | undefined {
    const source = this.sources[index];
    if (source === undefined || !name.startsWith(source.prefix)) return undefined;
    const entry = dataEntry(source.object, name.slice(source.prefix.length));
    return entry && { name, value: entry.text, field: entry.field };
  }
}

function sourcesOf(source: Field, find: FindObject): VariableSource[] {
  const prefix = source.stringAt('prefix') ?? '';
  const [configMap, secret] = [source.at('configMapRef', 'name').string, source.at('secretRef', 'name').string];
  const objects = [
    configMap === undefined ? undefined : find('ConfigMap', configMap),
    secret === undefined ? undefined : find('Secret', secret),
  ];
  return objects.flatMap((object) => (object === undefined ? [] : [{ prefix, object }]));
}

function valueOf(variable: Field, find: FindObject, before: Variables): string | undefined {
  const written = variable.stringAt('value');
  if (written !== undefined) return expand(written, before);
  const from = variable.setAt('valueFrom');
  if (from === undefined) return '';
  return (keyOf('ConfigMap', from.setAt('configMapKeyRef'), find) ?? keyOf('Secret', from.setAt('secretKeyRef'), find))
    ?.text;
}

function keyOf(kind: 'ConfigMap' | 'Secret', reference: Field | undefined, find: FindObject): DataEntry | undefined {
  const [name, key] = [reference?.stringAt('name'), reference?.stringAt('key')];
  const object = name === undefined ? undefined : find(kind, name);
  return object === undefined || key === undefined ? undefined : dataEntry(object, key);
}

/** Whether a variable's optional key is not there; `undefined` where the input does not hold its object. */
function lacksOptionalKey(variable: Field, find: FindObject): boolean | undefined {
  const from = variable.get('valueFrom');
  if (variable.stringAt('value') !== undefined) return false;
  const kind = from.setAt('configMapKeyRef') === undefined ? 'Secret' : 'ConfigMap';
  const reference = from.get(kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef');
  const [name, key] = [reference.stringAt('name'), reference.stringAt('key')];
  if (reference.get('optional').boolean !== true || name === undefined || key === undefined) return false;
  const root = find(kind, name)?.root;
  return root && ![root.get('data'), root.get('stringData')].some((data) => data.get(key).set);
}

/** Linux runs no program with a longer argument or variable (MAX_ARG_STRLEN, 32 pages): nothing is known of one. */
const longest = 131_072;

/**
 * Replaces `$(NAME)` as Kubernetes does in `command`, `args`, `env` and `subPathExpr`; `$$` is a dollar sign, and what
 * has no known value stays (k8s.io/kubernetes third_party/forked/golang/expansion/expand.go). A text that would become
 * longer than a program can be given stays as it is.
 */
export function expand(text: string, variables: Variables): string {
  if (!text.includes('$')) return text;
  let expanded = '';
  let done = 0;
  // Behind the last bracket there is no reference: each `$(` would be looked through to the end.
  const end = text.lastIndexOf(')') + 1;
  for (const { 0: whole, 1: name, index } of text.slice(0, end).matchAll(/\$(?:\$|\(([^)]*)\))/g)) {
    const value = name === undefined ? '$' : (variables.get(name)?.value ?? whole);
    expanded += text.slice(done, index) + value;
    done = index + whole.length;
    if (expanded.length > longest) return text;
  }
  return expanded + text.slice(done, end) + text.slice(end).replaceAll('$$', () => '$');
}
