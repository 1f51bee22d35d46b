import type { SourceDocument } from '../documents/document.ts';

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
    if (!namespacesMeet(candidate, from)) continue;
    const exact = candidate.namespace === from.namespace ? 1 : 0;
    const rank = nearness(candidate.document, from.document) * 2 + exact;
    if (rank > bestRank) [best, bestRank] = [[candidate], rank];
    else if (rank === bestRank) best.push(candidate);
  }
  return best;
}

/** The one candidate that counts; none where unwritten namespaces leave it open which one is meant. */
export function nearestOne<T extends Named>(candidates: readonly T[], from: Viewpoint): T | undefined {
  const found = nearest(candidates, from);
  const [first] = found;
  return found.every((candidate) => candidate.namespace === first?.namespace) ? first : undefined;
}

/**
 * Whether two namespaces are, or may be, the same. One that is not written is the scope's own (`kubectl -n`, the
 * release's): it meets a written one only within a file, or between a folder and what lies below it.
 */
export function namespacesMeet(a: Pick<Named, 'namespace' | 'document'>, b: Viewpoint): boolean {
  if (a.namespace === b.namespace) return true;
  if (a.namespace !== null && b.namespace !== null) return false;
  if (a.document.file === b.document.file) return true;
  const [shorter, longer] = [folders(a.document.uri), folders(b.document.uri)].sort((x, y) => x.length - y.length);
  return shorter !== undefined && shorter.every((folder, index) => folder === longer?.[index]);
}

/**
 * Whether two documents can be of one deployment. Only the outputs of different helm renderings are known not to be:
 * what one of them says of names that neither declares holds for itself alone.
 */
export function mayBelongTogether(a: SourceDocument, b: SourceDocument): boolean {
  return a.file === b.file || !isRendering(a) || !isRendering(b) || folderOfChart(a) === folderOfChart(b);
}

function isRendering(document: SourceDocument): boolean {
  return document.template !== undefined;
}

/** `helm template --output-dir` writes a file for each template, below a folder that is the rendering. */
function folderOfChart(document: SourceDocument): string {
  const { template, uri } = document;
  return template !== undefined && uri.endsWith(template)
    ? uri.slice(0, -template.length) + (template.split('/')[0] ?? '')
    : uri;
}

const sameFile = 1_000_000;

function nearness(a: SourceDocument, b: SourceDocument): number {
  if (a.file === b.file) return sameFile;
  const [left, right] = [folders(a.uri), folders(b.uri)];
  let common = 0;
  while (common < left.length && common < right.length && left[common] === right[common]) common += 1;
  return common;
}

function folders(uri: string): string[] {
  return uri.split('/').slice(0, -1);
}
