import type { SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';

/** One Kubernetes object: a whole document, or an item of a list. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  /** As written; `null` when it is not. */
  readonly namespace: string | null;
  readonly name: string | null;
  readonly root: Field;
  readonly document: SourceDocument;
}

/** The API group of an object: `apps` of `apps/v1`, empty for the core group. */
export function apiGroup(resource: Pick<Resource, 'apiVersion'>): string {
  const slash = resource.apiVersion.indexOf('/');
  return slash === -1 ? '' : resource.apiVersion.slice(0, slash);
}

/** The objects of a document; `kind: List` and the API's typed lists (`PodList`) are opened. */
export function resourcesOf(document: SourceDocument): Resource[] {
  return objects(Field.root(document), undefined, undefined, new Set());
}

function objects(
  root: Field,
  kindOfList: string | undefined,
  versionOfList: string | undefined,
  opened: Set<unknown>,
): Resource[] {
  const kind = root.stringAt('kind') ?? kindOfList;
  const apiVersion = root.stringAt('apiVersion') ?? versionOfList;
  if (kind === undefined || apiVersion === undefined) return [];
  const items = itemsOf(root, kind, apiVersion);
  if (items?.node?.kind === 'sequence') {
    // A list that aliases repeat says nothing new, however often.
    if (opened.has(items.node.items)) return [];
    opened.add(items.node.items);
    // Items of a typed list may leave their kind out.
    const itemKind = kind !== 'List' && kind.endsWith('List') ? kind.slice(0, -'List'.length) : undefined;
    return items.items().flatMap((item) => objects(item.anew(), itemKind, itemKind && apiVersion, opened));
  }
  const metadata = root.get('metadata');
  const { document } = root;
  const name = {
    apiVersion,
    kind,
    namespace: nonEmpty(metadata.stringAt('namespace')),
    name: nonEmpty(metadata.stringAt('name')),
  };
  return [new Found(name, document, root.parent === undefined ? undefined : root.anew())];
}

/** OpenShift's Template and the ResourceSet of Flux's operator are lists of objects by other names. */
function itemsOf(root: Field, kind: string, apiVersion: string): Field | undefined {
  if (kind === 'Template') return root.setAt('objects');
  if (kind === 'ResourceSet' && apiVersion.startsWith('fluxcd.controlplane.io/'))
    return root.get('spec').setAt('resources');
  return kind.endsWith('List') ? root.setAt('items') : undefined;
}

type ResourceName = Pick<Resource, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

/** An object is asked for its content many times in a row. */
let lastItem: { readonly of: Field; readonly root: Field } | undefined;

/** An object whose content is not held: its document knows it, or it is an item of a list that may have thousands. */
class Found implements Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly document: SourceDocument;
  readonly #item: Field | undefined;

  /** @param item where it is an item of a list, that; of it only copies are asked. */
  constructor({ apiVersion, kind, namespace, name }: ResourceName, document: SourceDocument, item: Field | undefined) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.document = document;
    this.#item = item;
  }

  get root(): Field {
    const item = this.#item;
    if (item === undefined) return Field.root(this.document);
    if (lastItem?.of !== item) lastItem = { of: item, root: item.anew() };
    return lastItem.root;
  }
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** An object with what its kind says beside; its content is found again when it is asked for. */
export class ResourceOf<Kind extends string> implements Resource {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly document: SourceDocument;
  readonly #resource: Resource;

  constructor(resource: Resource, kind: Kind, namespace: string | null) {
    this.apiVersion = resource.apiVersion;
    this.kind = kind;
    this.namespace = namespace;
    this.name = resource.name;
    this.document = resource.document;
    this.#resource = resource;
  }

  get root(): Field {
    return this.#resource.root;
  }
}

/** An object that keeps its content, as what is made of it points into it. */
export function held({ apiVersion, kind, namespace, name, root, document }: Resource): Resource {
  return { apiVersion, kind, namespace, name, root, document };
}

/** `RoleBinding "reader"`; where the API server makes up the end of its name, what that begins with. */
export function titleOf({ kind, name, root }: Pick<Resource, 'kind' | 'name' | 'root'>): string {
  return `${kind} "${name ?? `${root.get('metadata').stringAt('generateName') ?? ''}…`}"`;
}
