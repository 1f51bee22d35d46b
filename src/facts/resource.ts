import type { SourceDocument } from '../documents/document.ts';
import { Field } from '../documents/field.ts';

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
  // OpenShift's Template is a list of objects by another name.
  const isList = kind.endsWith('List') || kind === 'Template';
  const items = isList ? root.setAt(kind === 'Template' ? 'objects' : 'items') : undefined;
  if (items?.node?.kind === 'sequence') {
    // A list that aliases repeat says nothing new, however often.
    if (opened.has(items.node.items)) return [];
    opened.add(items.node.items);
    // Items of a typed list may leave their kind out.
    const itemKind = kind === 'List' || kind === 'Template' ? undefined : kind.slice(0, -'List'.length);
    return items.items().flatMap((item) => objects(item, itemKind, itemKind && apiVersion, opened));
  }
  const metadata = root.get('metadata');
  const { document } = root;
  const name = {
    apiVersion,
    kind,
    namespace: nonEmpty(metadata.stringAt('namespace')),
    name: nonEmpty(metadata.stringAt('name')),
  };
  // What is a document of its own need not be held: the document knows it.
  return [root.parent === undefined ? new OwnDocument(name, document) : { root, document, ...name }];
}

type ResourceName = Pick<Resource, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

class OwnDocument implements Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly document: SourceDocument;

  constructor({ apiVersion, kind, namespace, name }: ResourceName, document: SourceDocument) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.document = document;
  }

  get root(): Field {
    return Field.root(this.document);
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
