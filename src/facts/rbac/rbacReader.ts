import type { Field } from '../../documents/field.ts';
import {
  type Binding,
  type PolicyRule,
  type Role,
  type Subject,
  type SubjectKind,
  isMissingNamespace,
  isOfRbacGroup,
} from './rbac.ts';
import { type LabelSelector, readSelector, stringsIn } from './labelSelector.ts';
import { type Resource, ResourceOf, apiGroup } from '../objects/resource.ts';
import { textsOf } from '../objects/substitution.ts';
import { objectRejections } from '../validation/object.ts';
import { mapped } from '../../lists/mapped.ts';

export function readRole(resource: Resource): Role | undefined {
  const kind = resource.kind;
  if ((kind !== 'Role' && kind !== 'ClusterRole') || !isOfRbacGroup(resource)) return undefined;
  return new WrittenRole(resource, kind);
}

class WrittenRole extends ResourceOf<'Role' | 'ClusterRole'> implements Role {
  readonly rules: readonly PolicyRule[];
  readonly aggregates: readonly LabelSelector[];
  readonly labels: ReadonlyMap<string, string>;
  readonly aggregated: boolean;

  constructor(resource: Resource, kind: 'Role' | 'ClusterRole') {
    // A ClusterRole has no namespace, whatever is written.
    super(resource, kind, kind === 'ClusterRole' ? null : resource.namespace);
    const { root } = resource;
    this.rules = mapped(root.itemsAt('rules'), (field, index) => new WrittenRule(resource, field, index));
    this.aggregates = root
      .at('aggregationRule', 'clusterRoleSelectors')
      .items()
      .flatMap((selector) => readSelector(selector) ?? []);
    this.labels = stringsIn(root.at('metadata', 'labels'));
    this.aggregated = root.get('aggregationRule').set;
  }
}

class WrittenRule implements PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly role: Resource;
  readonly #index: number;

  constructor(role: Resource, field: Field, index: number) {
    this.verbs = textsOf(field.get('verbs'));
    this.apiGroups = textsOf(field.get('apiGroups'));
    this.resources = textsOf(field.get('resources'));
    this.resourceNames = textsOf(field.get('resourceNames'));
    this.nonResourceURLs = textsOf(field.get('nonResourceURLs'));
    this.role = role;
    this.#index = index;
  }

  get field(): Field {
    return this.role.root.at('rules', this.#index);
  }
}

export function readBinding(resource: Resource): Binding | undefined {
  const kind = resource.kind;
  if ((kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') || !isOfRbacGroup(resource)) return undefined;
  const roleRef = resource.root.get('roleRef');
  // What the API server rejects binds nobody.
  const rejections = objectRejections(resource);
  if (rejections.some((rejection) => !isMissingNamespace(rejection))) return undefined;
  const ofOpenShift = roleRef.get('namespace').set ? 'Role' : 'ClusterRole';
  const roleKind =
    roleRef.stringAt('kind') ?? (apiGroup(resource) === 'authorization.openshift.io' ? ofOpenShift : undefined);
  const roleName = roleRef.stringAt('name');
  if ((roleKind !== 'Role' && roleKind !== 'ClusterRole') || roleName === undefined) return undefined;
  if (kind === 'ClusterRoleBinding' && roleKind === 'Role') return undefined;
  const namespace = kind === 'ClusterRoleBinding' ? null : resource.namespace;
  return new WrittenBinding(resource, { kind, namespace, roleKind, roleName, lacksNamespace: rejections.length > 0 });
}

type BindingParts = Pick<Binding, 'kind' | 'namespace' | 'roleKind' | 'roleName' | 'lacksNamespace'>;

class WrittenBinding extends ResourceOf<'RoleBinding' | 'ClusterRoleBinding'> implements Binding {
  readonly roleKind: 'Role' | 'ClusterRole';
  readonly roleName: string;
  readonly subjects: readonly Subject[];
  readonly lacksNamespace: boolean;

  constructor(resource: Resource, { kind, namespace, roleKind, roleName, lacksNamespace }: BindingParts) {
    super(resource, kind, namespace);
    this.roleKind = roleKind;
    this.roleName = roleName;
    this.subjects = resource.root
      .itemsAt('subjects')
      .flatMap((field, index) => readSubject(resource, field, index, namespace) ?? []);
    this.lacksNamespace = lacksNamespace;
  }

  get roleRef(): Field {
    return this.root.get('roleRef');
  }
}

/** The subject, unless the API server rejects it or it can match nothing (facts.md §7). */
function readSubject(
  binding: Resource,
  field: Field,
  index: number,
  bindingNamespace: string | null,
): Subject | undefined {
  const kind = field.stringAt('kind');
  const name = field.stringAt('name');
  if (name === undefined || name === '') return undefined;
  const subjectOf = (kind: SubjectKind, namespace: string | null, namesNamespace: boolean): Subject =>
    new WrittenSubject(binding, index, { kind, name, namespace, namesNamespace });
  if (kind === 'User' || kind === 'Group') return subjectOf(kind, null, false);
  if (kind !== 'ServiceAccount') return undefined;
  const written = field.stringAt('namespace') ?? '';
  return written === '' ? subjectOf(kind, bindingNamespace, false) : subjectOf(kind, written, true);
}

class WrittenSubject implements Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly namespace: string | null;
  readonly namesNamespace: boolean;
  readonly #binding: Resource;
  readonly #index: number;

  constructor(binding: Resource, index: number, { kind, name, namespace, namesNamespace }: Omit<Subject, 'field'>) {
    this.kind = kind;
    this.name = name;
    this.namespace = namespace;
    this.namesNamespace = namesNamespace;
    this.#binding = binding;
    this.#index = index;
  }

  get field(): Field {
    return this.#binding.root.at('subjects', this.#index);
  }
}
