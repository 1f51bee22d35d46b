import type { Location, SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import { versionMeant } from '../objects/apiVersions.ts';
import { tokenKinds } from '../objects/kinds.ts';
import { isBuiltInWorkload, podSpecOf } from './podTemplate.ts';
import type { Encryption } from '../objects/encryption.ts';
import type { Resource } from '../objects/resource.ts';
import { isEncrypted, isFilledIn } from '../objects/substitution.ts';

/** What keeps a manifest from being taken for what it is meant to be. */
export interface Incomplete {
  /** Of one that is incomplete, nothing was looked at. */
  readonly code: 'incomplete-manifest' | 'unknown-version' | 'encrypted';
  readonly location: Location;
  readonly reason: string;
}

const code = 'incomplete-manifest';

/** Of a document that is no object of Kubernetes: whether it is meant for one that matters here. */
export function* namelessManifest(document: SourceDocument): Generator<Incomplete> {
  const root = Field.root(document);
  if (isListOfObjects(root)) {
    const reason =
      'kubectl refuses a list of objects where an object should be (write --- between them, or put them into the items of a List)';
    yield { code, location: root.item(0).keyLocation, reason };
  }
  const metadata = root.get('metadata');
  const isNamed = ['name', 'generateName'].some((key) => metadata.stringAt(key) !== undefined);
  if (root.node?.kind !== 'map' || !isNamed) return;
  const found = (field: Field, reason: string): Incomplete => ({ code, location: field.keyLocation, reason });
  const written = (key: string): Field | undefined => {
    const name = root.names.find((one) => one.toLowerCase() === key.toLowerCase());
    return name === undefined ? undefined : root.setAt(name);
  };
  const [kind, apiVersion] = [written('kind'), written('apiVersion')];
  if (kind === undefined) {
    if (apiVersion?.segment === 'apiVersion' && /(?:^|\/)v\d/.test(apiVersion.string ?? '') && root.get('spec').set)
      yield found(apiVersion, 'This object has no kind, without which the API server takes none');
    if (apiVersion === undefined && isPodOwner(root))
      yield found(metadata, 'This object has no apiVersion and no kind, without which the API server takes none');
    return;
  }
  const name = kind.string ?? '';
  if (!tokenKinds.has(name)) return;
  if (apiVersion === undefined)
    yield found(kind, `This ${name} has no apiVersion, without which the API server takes no object`);
  for (const [right, field] of Object.entries({ apiVersion, kind }))
    if (field !== undefined && field.segment !== right)
      yield found(field, `This key is written "${right}": as "${String(field.segment)}" it says nothing to Kubernetes`);
}

/** Whether an object is nothing but one with a pod, whose containers have images: no values of a chart, no task of a program. */
function isPodOwner(root: Field): boolean {
  const specs = [['spec'], ['spec', 'template', 'spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec']];
  const containers = specs.flatMap((path) => root.at(...path).itemsAt('containers'));
  const isWhole = containers.length > 0 && containers.every((one) => one.get('name').set && one.get('image').set);
  return isWhole && root.names.every((name) => ['metadata', 'spec', 'status'].includes(name));
}

/** Of an object that SOPS encrypted. */
export function encrypted({ first }: Encryption, { kind, root }: Resource): Incomplete {
  const place = first.path.slice(root.path.length).join('.');
  const what = isEncrypted(kind) ? 'object' : kind;
  const reason = `SOPS encrypted values of this ${what}, such as ${place}: what they say was not judged; lint what \`sops --decrypt\` prints`;
  return { code: 'encrypted', location: first.valueLocation, reason };
}

/** Patches of kustomize and tasks of Ansible are lists, too. */
function isListOfObjects(root: Field): boolean {
  const items = root.items();
  const isObject = (item: Field): boolean =>
    item.stringAt('apiVersion') !== undefined && item.stringAt('kind') !== undefined;
  return items.length > 0 && items.every(isObject);
}

/** What a tool is to replace: `PLACEHOLDER`, `apps/VERSION`, `<version>`, `__API_VERSION__`, `@version@`, `%version%`. */
const placeholder = /(?:^|\/)[A-Z][A-Z_-]*[A-Z]$|^(?:<.*>|__.*__|([@%]).*\1)$/;

/** Of an object of a built-in kind that Kubernetes never had in the version that is written. */
export function unknownVersion(resource: Resource): Incomplete | undefined {
  const { apiVersion, kind, root } = resource;
  const meant = isFilledIn(apiVersion) || placeholder.test(apiVersion) ? undefined : versionMeant(resource);
  const field = root.get('apiVersion');
  if (meant === undefined || !field.set) return undefined;
  const reason = `Kubernetes has no ${kind} in "${apiVersion}": the API server refuses it (${meant} has it)`;
  return { code: 'unknown-version', location: field.valueLocation, reason };
}

/** Of an object that makes pods: what keeps its containers from being seen. One that says nothing of a pod may be a part of another. */
export function misplacedPod(resource: Resource): Incomplete | undefined {
  const { kind, root } = resource;
  const spec = isBuiltInWorkload(resource) ? podSpecOf(root, kind) : undefined;
  if (spec === undefined) return undefined;
  if (spec.node?.kind === 'map') {
    const containers = spec.get('containers');
    return containers.node?.kind === 'map' ? unlisted(containers, kind) : undefined;
  }
  const place = spec.path.slice(root.path.length).join('.');
  if (spec.set) {
    if (isFilledIn(spec.string ?? '')) return undefined;
    const reason = `The ${place} of this ${kind} is no mapping: the API server refuses it`;
    return { code, location: spec.valueLocation, reason };
  }
  const stray = strayContainers(root);
  if (stray === undefined) return undefined;
  const path = stray.path.slice(root.path.length, -1).join('.') || 'the object itself';
  const reason = `The containers of a ${kind} belong in ${place}, not in ${path}: the indentation may be wrong`;
  return { code, location: stray.keyLocation, reason };
}

function unlisted(containers: Field, kind: string): Incomplete {
  const key = ['name', 'image'].find((name) => containers.get(name).written);
  const dash = key === undefined ? '' : `; a dash may be missing before "${key}"`;
  const reason = `The containers of this ${kind} are no list: the API server refuses it${dash}`;
  return { code, location: containers.keyLocation, reason };
}

/** No pod is nested deeper. */
const deepest = 8;

/**
 * A list of containers elsewhere in an object: its pod may be indented wrongly.
 * @param seen nodes that were searched: aliases can repeat one without end.
 */
function strayContainers(at: Field, depth = 0, seen = new Set<unknown>()): Field | undefined {
  if (depth > deepest) return undefined;
  for (const child of at.fields()) {
    if (child.segment === 'containers' && child.node?.kind === 'sequence') return child;
    if (child.node?.kind !== 'map' || seen.has(child.node)) continue;
    seen.add(child.node);
    const found = strayContainers(child, depth + 1, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
