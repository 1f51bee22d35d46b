import type { Field } from '../documents/field.ts';
import type { ServiceAccount } from './account.ts';
import type { Facts } from './facts.ts';
import { isBuiltInWorkload } from './podTemplate.ts';
import { type Resource, apiGroup } from './resource.ts';
import { mayBelongTogether, namespacesMeet } from './scope.ts';

/**
 * The accounts that custom resources name for pods that their controllers make (Argo's Workflow, Prometheus, …): what these
 * pods do is not in the input. Pods that a custom resource spells out are workloads, and left out here.
 */
export class AccountMentions {
  readonly #byName = new Map<string, Resource[]>();

  constructor({ resources, workloads }: Facts) {
    const specs = new Set<unknown>(workloads.map(({ pod }) => pod.spec.node));
    for (const resource of resources) {
      if (isBuiltInWorkload(resource) || !isCustom(resource) || !mentionsAccount(resource)) continue;
      for (const name of namedAccounts(resource.root, specs, new Set())) {
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), resource]);
      }
    }
  }

  /** Whether a custom resource runs pods as this account, or may. */
  has(account: ServiceAccount): boolean {
    const named = account.name === null ? undefined : this.#byName.get(account.name);
    return (
      named?.some(
        (resource) => namespacesMeet(resource, account) && mayBelongTogether(resource.document, account.document),
      ) ?? false
    );
  }
}

/** Groups of Kubernetes' own have no dot, or end in `.k8s.io`. */
function isCustom(resource: Resource): boolean {
  const group = apiGroup(resource);
  return group.includes('.') && !/^(?:[a-z]+\.)*k8s\.io$/.test(group);
}

function mentionsAccount({ root, document }: Resource): boolean {
  return root.node !== undefined && /serviceAccount/i.test(document.file.text.slice(root.node.start, root.node.end));
}

/** @param seen nodes that were searched: aliases and merge keys can repeat one without end. */
function* namedAccounts(field: Field, specs: ReadonlySet<unknown>, seen: Set<unknown>): Generator<string> {
  for (const child of [...field.fields(), ...field.items()]) {
    if (child.node === undefined || specs.has(child.node) || seen.has(child.node)) continue;
    seen.add(child.node);
    if (typeof child.segment === 'string' && /serviceAccount(?:Name)?$/i.test(child.segment)) {
      const name = child.string ?? child.get('name').string;
      if (name !== undefined) yield name;
    }
    yield* namedAccounts(child, specs, seen);
  }
}
