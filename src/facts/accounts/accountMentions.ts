import type { SourceDocument } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { accountNameAnnotation } from '../objects/constants.ts';
import { isBuiltInWorkload, podTemplatesOf } from '../pods/podTemplate.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';

/** A custom resource names an account for pods that its controller makes (Argo's Workflow, Prometheus, …). */
export interface AccountMention {
  readonly name: string;
  readonly namespace: string | null;
  readonly document: SourceDocument;
}

/**
 * The accounts that a custom resource names: what pods its controller makes is not in the input. Those of pods that it
 * spells out are left out, as these are workloads.
 */
export function accountMentions(resource: Resource): AccountMention[] {
  if (isBuiltInWorkload(resource) || !isCustom(resource) || !mentionsAccount(resource)) return [];
  const { namespace, document } = resource;
  const specs = new Set<unknown>(podTemplatesOf(resource).map(({ spec }) => spec.node));
  const names = new Set(namedAccounts(resource.root, specs, new Set()));
  return [...names].map((name) => ({ name, namespace, document }));
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

const written = new RegExp(
  `(?:service[-_ ]?account[-_a-z]*|${accountNameAnnotation})["']?\\s*(?:[:=]|,?\\s*["']?value["']?\\s*:)\\s*(?:\\{?\\s*name["']?\\s*:\\s*)?["']?([-.a-z0-9]+)`,
  'gi',
);

/** Names that a text gives to accounts: fields, arguments, templates in them, JSON patches, annotations of token Secrets. */
export function writtenAccountNames(text: string): Set<string> {
  return new Set([...text.matchAll(written)].flatMap(([, name]) => name ?? []));
}
