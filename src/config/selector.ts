import type { Path } from '../documents/document.ts';
import { tokenKinds } from '../facts/objects/kinds.ts';
import { labelValues } from '../facts/pods/labels.ts';
import type { Resource } from '../facts/objects/resource.ts';
import { nearest } from '../text/suggestion.ts';
import { type Folders, fileMatcher, patternFaults } from './filePatterns.ts';

/** Which objects are meant: those for which every part that is given holds, each part by one of its items. */
export interface SelectorData {
  readonly files?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly kinds?: readonly string[];
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
}

export type Matches = (resource: Resource) => boolean;

/** Answers which objects are meant. */
export function matcherOf(data: SelectorData, folders: Folders): Matches {
  const { namespaces, kinds, labels } = data;
  const ofFile = fileMatcher(data.files, folders);
  return (resource) =>
    (kinds === undefined || kinds.includes(resource.kind)) &&
    (namespaces === undefined || someName(namespaces, resource.namespace ?? '')) &&
    ofFile(resource.document.uri) &&
    Object.entries(labels ?? {}).every(([name, wanted]) => {
      const patterns = typeof wanted === 'string' ? [wanted] : wanted;
      return labelValues(resource, name).some((value) => someName(patterns, value));
    });
}

/**
 * The built-in kind that was meant by a name that can be none (kinds begin with a capital, and are no plurals), or that is
 * a long one with a letter too many, too few or wrong, or with two letters in each other's place.
 */
function kindMeant(name: string): string | undefined {
  if (tokenKinds.has(name)) return undefined;
  const kinds = [...tokenKinds];
  const lower = name.toLowerCase();
  const same = kinds.find((kind) => [lower, lower.replace(/s$/, '')].includes(kind.toLowerCase()));
  return same ?? (name.length < 7 ? undefined : kinds.find((kind) => isSlip(name, kind)));
}

/** What is wrong with a selector, and where in it. */
export function* selectorFaults(
  { kinds: names = [], files = [] }: SelectorData,
  { config }: Folders,
): Generator<{ readonly path: Path; readonly reason: string }> {
  for (const [index, kind] of names.entries()) {
    const meant = kindMeant(kind);
    if (meant === undefined) continue;
    yield { path: ['kinds', index], reason: `"${kind}" is no kind (did you mean "${meant}"?)` };
  }
  for (const { index, reason } of patternFaults(files, config)) yield { path: ['files', index], reason };
}

function isSlip(name: string, kind: string): boolean {
  if (Math.abs(name.length - kind.length) > 1) return false;
  if (nearest(name, [kind], 1) !== undefined) return true;
  return letters(name) === letters(kind) && nearest(name, [kind], 2) !== undefined;
}

function letters(name: string): string {
  return Array.from(name).sort().join('');
}

/** `name`, `name*`, `*name`, `*name*` or `*`; an empty name is only what is written as such. */
function someName(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === name) return true;
    if (name === '' || !pattern.includes('*')) return false;
    const [start, end] = [pattern.startsWith('*'), pattern.endsWith('*')];
    const text = pattern.slice(start ? 1 : 0, end && pattern.length > 1 ? -1 : undefined);
    return start && end ? name.includes(text) : start ? name.endsWith(text) : name.startsWith(text);
  });
}
