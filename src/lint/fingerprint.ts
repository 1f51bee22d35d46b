import type { Location, SourceDocument } from '../documents/document.ts';
import type { MapNode, Node, SequenceNode } from '../documents/node.ts';
import { entriesOf, entryOf } from '../documents/outlinedNode.ts';
import { containerFields } from '../facts/pods/container.ts';
import { parseImage } from '../facts/pods/image.ts';
import type { Resource } from '../facts/objects/resource.ts';
import { podTemplatesOf } from '../facts/pods/podTemplate.ts';
import type { Report } from '../rule/rule.ts';
import type { Finding, UnnamedFinding } from './finding.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/**
 * What a finding is about: rule, message, object, and the path to the place with list items called by their names. Lines,
 * columns and values have no part in it, nor has the file.
 */
export function identityOf(ruleId: string, report: Report): string {
  const { resource, location, messageId } = report;
  const { apiVersion, kind, namespace, document } = resource;
  const name = stableName(resource);
  return hash(JSON.stringify([ruleId, messageId, apiVersion, kind, namespace, name, stablePath(document, location)]));
}

/**
 * Charts end the names of their hooks, tests above all, in something new for each rendering (`randAlphaNum 5`, a revision):
 * what they run tells them apart.
 */
function stableName(resource: Resource): string | null {
  const { name, root, document } = resource;
  const isHook = document.template !== undefined && root.at('metadata', 'annotations', 'helm.sh/hook').set;
  if (!isHook || name === null) return name;
  const containers = podTemplatesOf(resource).flatMap(({ spec }) => containerFields(spec));
  const images = containers.map((container) => parseImage(container.stringAt('image') ?? '').repository);
  return [name.replace(/-[a-z\d]{1,10}$/, ''), ...images].join(' ');
}

/**
 * Gives findings their fingerprints. Repeats in a file are numbered, so those that count must come before those that
 * are suppressed: what is suppressed then does not rename the others.
 */
export function fingerprinter(): (finding: UnnamedFinding) => Finding {
  const seen = new Map<string, number>();
  return (finding) => {
    const { location, template, partialFingerprint: identity } = finding;
    const file = JSON.stringify([location.uri, template?.file ?? null]);
    const repeat = seen.get(file + identity) ?? 0;
    seen.set(file + identity, repeat + 1);
    // In this order: where properties follow those that are spread, Node 20 gives each object a hidden class of its own.
    if (repeat === 0) return { fingerprint: hash(file + identity), ...finding };
    const partialFingerprint = hash(`${identity}#${String(repeat)}`);
    return { ...finding, fingerprint: hash(file + partialFingerprint), partialFingerprint };
  };
}

let crypto: Pick<typeof import('node:crypto'), 'hash'> | undefined;

function hash(text: string): string {
  // Loading it takes longer than linting a small file, which often needs no hash.
  crypto ??= process.getBuiltinModule('node:crypto');
  return crypto.hash('sha256', text, 'hex').slice(0, 32);
}

function stablePath(document: SourceDocument, location: Location): (string | number)[] {
  let node: Node | undefined = document.node;
  return (location.path ?? []).map((segment) => {
    if (typeof segment === 'string') {
      node = node?.kind === 'map' ? entryOf(node, segment)?.value : undefined;
      return segment;
    }
    node = node?.kind === 'sequence' ? node.items[segment] : undefined;
    return nameOf(node) ?? segment;
  });
}

const names = ['mountPath', 'name', 'path', 'resources', 'nonResourceURLs'];

/** What sets an item apart from its siblings, wherever it stands among them. */
function nameOf(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar') return String(node.value);
  if (node?.kind !== 'map') return undefined;
  for (const key of names) {
    const value = entryOf(node, key)?.value;
    const name = value?.kind === 'sequence' ? nameOfList(value) : wordOf(value);
    if (name !== '') return name;
  }
  return nameOf(entryOf(node, 'metadata')?.value) ?? nameOfOnly(node);
}

/** From this many items on, their names are a hash, made once: each of them may have a finding. */
const most = 1000;

const longLists = new WeakMap<SequenceNode, string>();

function nameOfList(list: SequenceNode): string {
  const words = (): string => list.items.map(wordOf).join();
  return list.items.length < most ? words() : getOrMake(longLists, list, () => hash(words()));
}

function wordOf(node: Node | undefined): string {
  return node?.kind === 'scalar' ? String(node.value) : '';
}

/** An item with a single key is what that key says: `serviceAccountToken: { path }`. */
function nameOfOnly(node: MapNode): string | undefined {
  const [only, ...others] = entriesOf(node);
  return only === undefined || others.length > 0 ? undefined : `${only.name}:${nameOf(only.value) ?? ''}`;
}
