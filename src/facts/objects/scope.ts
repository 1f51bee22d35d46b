import type { SourceDocument } from '../../documents/document.ts';

/** Something with a name and a namespace that lies in a document. */
export interface Named {
  readonly namespace: string | null;
  readonly name: string | null;
  readonly document: SourceDocument;
}

/** Where a name is looked up from, and in which namespace; `null` is the namespace of the scope itself. */
export interface Viewpoint {
  readonly document: SourceDocument;
  readonly namespace: string | null;
}

/**
 * The candidates that count where files of different charts or overlays repeat a name: those nearest to the
 * viewpoint, in the same file, the same folder, then outwards. Several only where they are equally near.
 */
export function nearest<T extends Named>(candidates: readonly T[], from: Viewpoint): T[] {
  let best: T[] = [];
  let bestRank = -1;
  for (const candidate of candidates) {
    if (!namespacesMeet(candidate, from) || !mayBelongTogether(candidate.document, from.document)) continue;
    const exact = candidate.namespace === from.namespace ? 1 : 0;
    const rank = nearness(candidate.document, from.document) * 2 + exact;
    if (rank > bestRank) [best, bestRank] = [[candidate], rank];
    else if (rank === bestRank) best.push(candidate);
  }
  return best;
}

/** The one that counts of those that are equally near; none where nothing shows which one is meant. */
export function onlyOne<T extends Named>(found: readonly T[]): T | undefined {
  const [first] = found;
  return found.every(
    ({ document, namespace }) => document.file === first?.document.file && namespace === first.namespace,
  )
    ? first
    : undefined;
}

/**
 * Whether two namespaces are, or may be, the same. One that is not written is the scope's own (`kubectl -n`, the
 * release's, an overlay's): it may be any.
 */
export function namespacesMeet(a: Pick<Named, 'namespace'>, b: Pick<Viewpoint, 'namespace'>): boolean {
  return a.namespace === b.namespace || a.namespace === null || b.namespace === null;
}

/**
 * Whether two documents can be of one deployment. Only the outputs of different helm renderings are known not to be:
 * what one of them says of names that neither declares holds for itself alone.
 */
export function mayBelongTogether(a: SourceDocument, b: SourceDocument): boolean {
  return a.file === b.file || renderingsMeet(renderingOf(a), renderingOf(b));
}

/** The helm rendering that a document is of; `undefined` where it is of none, and may be of any deployment. */
export function renderingOf(document: SourceDocument): string | undefined {
  return document.template === undefined ? undefined : folderOfChart(document);
}

export function renderingsMeet(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `helm template --output-dir` writes a file for each template, below a folder that is the rendering. */
export function folderOfChart(document: SourceDocument): string {
  const { template, uri } = document;
  return template !== undefined && uri.endsWith(template)
    ? uri.slice(0, -template.length) + (template.split('/')[0] ?? '')
    : uri;
}

/** How many folders two documents share; being in one file is the most. */
const sameFile = 1_000_000;

function nearness(a: SourceDocument, b: SourceDocument): number {
  if (a.file === b.file) return sameFile;
  return sharesFolders(a, b);
}

function commonFolders(left: readonly string[], right: readonly string[]): number {
  let common = 0;
  while (common < left.length && common < right.length && left[common] === right[common]) common += 1;
  return common;
}

/** How many folders two documents share. */
export function sharesFolders(a: SourceDocument, b: SourceDocument): number {
  return commonFolders(a.file.folders, b.file.folders);
}

/** Whether one of two documents lies in the other's folder or below it. */
export function isBeside(a: SourceDocument, b: SourceDocument): boolean {
  return sharesFolders(a, b) === Math.min(a.file.folders.length, b.file.folders.length);
}

/** How many folders a document shares with the candidate that is nearest to it; 0 where there is none. */
export function mostCommonFolders(candidates: readonly Named[], from: SourceDocument): number {
  return candidates.reduce((most, { document }) => Math.max(most, sharesFolders(document, from)), 0);
}
