import type { SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { accountNameAnnotation, tokenSecretType } from '../objects/constants.ts';
import type { KustomizationIndex } from '../kustomize/kustomizationIndex.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';
import { isFilledIn, textsOf } from '../objects/substitution.ts';
import { decodingFaults } from './decoding.ts';
import { bindingType, csiDriverType, objectMetaType, roleType, secretType, serviceAccountType } from './goTypes.ts';
import { type Rejection, apiPath, pathSegmentFaults, quoted, subdomainFault, unsupported } from './rejection.ts';
import { expirationFault, integerText } from './volumes.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

/** Why the API server refuses an account, a token Secret, a role, a binding or a CSI driver (facts.md §7). */
export function objectRejections(resource: Resource): readonly Rejection[] {
  if (sound.has(resource.document)) return none;
  const found = [...faults(resource)];
  if (found.length === 0 && resource.root.parent === undefined) sound.add(resource.document);
  return found;
}

/** Documents of one object each that has none: nearly all, and who reads a binding and several rules ask. */
const sound = new WeakSet<SourceDocument>();
const none: readonly Rejection[] = [];

/**
 * Why an object of any kind is refused for its name or namespace: without quotes, `n` and `12` are none (facts.md §7).
 * kustomize reads `n` as text, and writes a namespace of its own over others.
 */
export function metadataRejections(
  { name, namespace, root, document }: Resource,
  kustomized: Pick<KustomizationIndex, 'includes'>,
): Rejection[] {
  const isText = name !== null && namespace !== null;
  if (isText || kustomized.includes(document.uri)) return [];
  return decodingFaults(root.get('metadata'), objectMetaType, () => 'metadata');
}

function* faults(resource: Resource): Generator<Rejection> {
  const { root, kind } = resource;
  const group = apiGroup(resource);
  if (kind === 'ServiceAccount' && group === '') yield* serviceAccount(resource);
  if (kind === 'Secret' && group === '') yield* secret(root);
  if (kind === 'CSIDriver' && group === 'storage.k8s.io') yield* csiDriver(root);
  if (group !== rbacGroup) return;
  if (kind === 'Role' || kind === 'ClusterRole') {
    // What cannot be decoded is not validated.
    const undecodable = decodingFaults(root, roleType, () => '');
    yield* undecodable;
    if (undecodable.length > 0) return;
    yield* roleName(root.at('metadata', 'name'), root);
    yield* rules(root, kind);
    if (kind === 'ClusterRole') yield* aggregation(root);
  }
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
    const undecodable = decodingFaults(root, bindingType, () => '');
    yield* undecodable;
    if (undecodable.length > 0) return;
    yield* roleName(root.at('metadata', 'name'), root);
    yield* roleRef(root, kind);
    yield* subjects(root, kind);
  }
}

function fault(field: Field, root: Field, text: string, path = apiPath(field, root)): Rejection {
  return { reason: `${path}: ${text}`, field };
}

function* serviceAccount({ root, name }: Resource): Generator<Rejection> {
  const undecodable = decodingFaults(root, serviceAccountType, () => '');
  yield* undecodable;
  const wrong = name === null || undecodable.length > 0 ? undefined : subdomainFault(name);
  if (wrong !== undefined)
    yield fault(root.at('metadata', 'name'), root, `Invalid value: ${quoted(name ?? '')}: ${wrong}`);
}

function* secret(root: Field): Generator<Rejection> {
  if (root.stringAt('type') !== tokenSecretType) return;
  const undecodable = decodingFaults(root, secretType, () => '');
  yield* undecodable;
  if (undecodable.length > 0) return;
  const account = root.at('metadata', 'annotations', accountNameAnnotation);
  if ((account.string ?? '') === '') {
    yield fault(root.get('type'), root, 'Required value', `metadata.annotations[${accountNameAnnotation}]`);
  }
}

function* csiDriver(root: Field): Generator<Rejection> {
  const undecodable = decodingFaults(root, csiDriverType, () => '');
  yield* undecodable;
  if (undecodable.length > 0) return;
  const audiences = new Set<string>();
  for (const request of root.at('spec', 'tokenRequests').items()) {
    const audience = request.get('audience');
    const text = audience.string ?? '';
    if (audiences.has(text)) {
      // Nothing else is asked of it.
      yield fault(audience, root, `Duplicate value: ${quoted(text)}`);
      continue;
    }
    audiences.add(text);
    const expiration = request.get('expirationSeconds');
    const wrong = expiration.number === undefined ? undefined : expirationFault(expiration.number);
    if (wrong !== undefined) yield fault(expiration, root, `Invalid value: ${integerText(expiration)}: ${wrong}`);
  }
}

/** Names of roles and bindings have few limits: `system:node` is one. */
function* roleName(field: Field, root: Field): Generator<Rejection> {
  const name = field.string ?? '';
  for (const wrong of pathSegmentFaults(name)) yield fault(field, root, `Invalid value: ${quoted(name)}: ${wrong}`);
}

function* aggregation(root: Field): Generator<Rejection> {
  const rule = root.get('aggregationRule');
  if (!rule.set || rule.itemsAt('clusterRoleSelectors').length > 0) return;
  const missing = 'Required value: at least one clusterRoleSelector required if aggregationRule is non-nil';
  yield fault(rule.get('clusterRoleSelectors'), root, missing);
}

function* rules(root: Field, kind: 'Role' | 'ClusterRole'): Generator<Rejection> {
  for (const rule of root.itemsAt('rules')) {
    const isEmpty = (name: string): boolean => textsOf(rule.get(name)).length === 0;
    if (isEmpty('verbs')) yield fault(rule.get('verbs'), root, 'Required value: verbs must contain at least one value');
    const urls = rule.get('nonResourceURLs');
    if (!isEmpty('nonResourceURLs')) {
      const invalid = `Invalid value: [${textsOf(urls).map(quoted).join(',')}]: `;
      if (kind === 'Role') yield fault(urls, root, `${invalid}namespaced rules cannot apply to non-resource URLs`);
      if (!['apiGroups', 'resources', 'resourceNames'].every(isEmpty)) {
        yield fault(urls, root, `${invalid}rules cannot apply to both regular resources and non-resource URLs`);
      }
      continue;
    }
    if (isEmpty('apiGroups')) {
      yield fault(rule.get('apiGroups'), root, 'Required value: resource rules must supply at least one api group');
    }
    if (isEmpty('resources')) {
      yield fault(rule.get('resources'), root, 'Required value: resource rules must supply at least one resource');
    }
  }
}

const subjectKinds = ['ServiceAccount', 'User', 'Group'];

/** Whether a value is none of those that there are, and nobody fills it in. */
function isOther({ string = '' }: Field, values: readonly string[]): boolean {
  return !values.includes(string) && !isFilledIn(string);
}

function* roleRef(root: Field, kind: 'RoleBinding' | 'ClusterRoleBinding'): Generator<Rejection> {
  const reference = root.get('roleRef');
  const [group, roleKind, name] = [reference.get('apiGroup'), reference.get('kind'), reference.get('name')];
  if (isOther(group, ['', rbacGroup])) {
    yield fault(group, root, unsupported(group.string ?? '', [rbacGroup]));
  }
  const kinds = kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (isOther(roleKind, kinds)) yield fault(roleKind, root, unsupported(roleKind.string ?? '', kinds));
  if ((name.string ?? '') === '') yield fault(name, root, 'Required value');
  else yield* roleName(name, root);
}

function* subjects(root: Field, bindingKind: 'RoleBinding' | 'ClusterRoleBinding'): Generator<Rejection> {
  for (const subject of root.itemsAt('subjects')) {
    const [kind, name] = [subject.get('kind'), subject.get('name')];
    const [group, namespace] = [subject.get('apiGroup'), subject.get('namespace')];
    const isAccount = kind.string === 'ServiceAccount';
    const isKnown = subjectKinds.includes(kind.string ?? '');
    if (isOther(kind, subjectKinds)) yield fault(kind, root, unsupported(kind.string ?? '', subjectKinds));
    const text = name.string ?? '';
    const wrong = isAccount && text !== '' ? subdomainFault(text) : undefined;
    if (text === '') yield fault(name, root, 'Required value');
    else if (wrong !== undefined) yield fault(name, root, `Invalid value: ${quoted(text)}: ${wrong}`);
    const groups = isAccount ? [''] : [rbacGroup];
    const written = group.string ?? '';
    if (isKnown && isOther(group, ['', ...groups])) yield fault(group, root, unsupported(written, groups));
    if (isAccount && bindingKind === 'ClusterRoleBinding' && (namespace.string ?? '') === '') {
      yield fault(namespace, root, 'Required value');
    }
  }
}
