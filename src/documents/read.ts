import { redactTokens } from '../text/redact.ts';
import { SourceDocument, type SourceFile, noContent } from './document.ts';
import type { Node } from './node.ts';
import { NodeCache } from './nodeCache.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { type Piece, splitDocuments } from './split.ts';
import {
  actionOffset,
  helmHeaderEnd,
  helmNotesOffset,
  holdsHelmAction,
  isPlainlyTemplate,
  looksLikeTemplate,
  namesKind,
  renderCommand,
  withTemplate,
  yttOffset,
} from './template.ts';
import type { ReadProblem, ReadResult } from './readProblem.ts';
import { withSecondObjects } from './secondObjects.ts';
import { readYaml } from './yamlReader.ts';
import { readBlockYaml } from './blockReader.ts';

/** The documents of a file and what was wrong with them. */
export interface ReadFile {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

/**
 * Reads every document of a file; one that cannot be read does not keep the others from being read.
 * @param nodes keeps their content, or reads it again.
 * @param look is called with each one while its content is at hand.
 */
export function readDocuments(
  file: SourceFile,
  nodes = new NodeCache(),
  look?: (document: SourceDocument) => void,
): ReadFile {
  if (isOtherJson(file)) return { documents: [], problems: [] };
  const notes = helmNotesOffset(file.text);
  const text = notes === undefined ? file.text : file.text.slice(0, notes);
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  const templates: ReadProblem[] = [];
  const header = helmHeaderEnd(text);
  const ytt = yttOffset(text);
  for (const piece of splitDocuments(text)) {
    if (piece.start < header) continue;
    const read = ytt === -1 ? readPiece(text, piece) : yttTemplate(ytt);
    const own: Problem[] = [];
    for (const problem of withSecondObjects(text, read.problems)) {
      const found = located(file, { ...problem, message: withTemplate(problem.message, piece.template) });
      own.push(found);
      if (problem.code === 'unrendered-template') templates.push(problem);
      else if (!kubernetesOnly.has(problem.code) || mayBeManifest(read.root ?? read.rejected, file))
        problems.push(found);
    }
    const content = read.root === undefined ? noContent : nodes;
    const document = new SourceDocument(file, documents.length, piece, content, own);
    nodes.keep(document, read);
    documents.push(document);
    look?.(document);
  }
  const [template] = templates;
  if (template !== undefined && !isValuesOfChart(file))
    problems.push(templateProblem(file, template, templates.length));
  if (notes !== undefined) {
    const message =
      "From here on this is helm's notes, not YAML; it was left out. `helm template` prints manifests alone";
    problems.push(
      located(file, { start: notes, end: notes + 'NOTES:'.length, code: 'helm-notes', severity: 'warning', message }),
    );
  }
  return { documents, problems };
}

/**
 * What names no kind is no manifest, nor a patch of one; an editor's or a compiler's settings are often not even JSON,
 * and have kinds of their own.
 */
function isOtherJson({ uri, text }: SourceFile): boolean {
  if (!/\.json$/i.test(uri) || /^\s*\[[^]*"op"\s*:/.test(text)) return false;
  if (text.includes('"apiVersion"') || /"kind"\s*:\s*"[A-Z]/.test(text)) return false;
  return !text.includes('"kind"') || !isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Of settings of other programs no API server says anything; a kustomization may leave its kind out, and a list may be
 * one of its patches.
 */
function mayBeManifest(root: Node | undefined, { uri }: SourceFile): boolean {
  if (root === undefined || /(?:^|\/)kustomization\.ya?ml$/i.test(uri)) return true;
  return root.kind === 'sequence' ? root.items.some(isPatch) : namesKind(root);
}

function isPatch(item: Node): boolean {
  return item.kind === 'map' && item.entries.has('op');
}

/** What is said of what Kubernetes alone reads in a way of its own. */
const kubernetesOnly: ReadonlySet<ProblemCode> = new Set(['duplicate-key', 'yaml-unsupported']);

/** Nobody renders a chart's values: their texts are templates for others. */
function isValuesOfChart({ uri }: SourceFile): boolean {
  return /(?:^|\/)values[\w.-]*\.ya?ml$/i.test(uri);
}

/** @param count of the file's documents that are templates. */
function templateProblem(file: SourceFile, problem: ReadProblem, count: number): Problem {
  if (problem.message !== '') return located(file, problem);
  const [what, were, they] =
    count === 1
      ? ['This document holds', 'was', 'it']
      : [`${String(count)} documents of this file hold`, 'were', 'them'];
  const message = `${what} template expressions ({{ … }}) and ${were} skipped: render`;
  const render = renderCommand(file);
  if (render === undefined) return located(file, { ...problem, message: `${message} ${they} first` });
  return { ...located(file, { ...problem, message: `${message} the chart first, \`${render}\`` }), render };
}

function located(file: SourceFile, problem: ReadProblem): Problem {
  const { start, end, code, severity, message } = problem;
  return { uri: file.uri, range: file.lines.range(start, end), code, severity, message: redactTokens(message) };
}

function readPiece(text: string, piece: Piece): ReadResult {
  const content = text.slice(piece.start, piece.end);
  if (isSkipped(content)) return { root: undefined, problems: [] };
  const block = readBlockYaml(text, piece.start, piece.end);
  const control = block === undefined ? /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/.exec(content) : null;
  if (control !== null) {
    const start = piece.start + control.index;
    const name = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    return unread(
      start,
      start + 1,
      'control-character',
      'error',
      `The control character ${name}, which YAML does not allow`,
    );
  }
  // What helm rendered is no template any more, whatever braces its texts hold.
  const mayBeTemplate = piece.template === undefined && content.includes('{{');
  if (mayBeTemplate && isPlainlyTemplate(content)) return template(content, piece);
  const read = block ?? readYaml(content, piece.start);
  const tag = read.root === undefined && content.includes('{%') ? jinjaTag.exec(content) : null;
  if (tag !== null) return jinja(piece.start + tag.index);
  if (!content.includes('{{')) return read;
  const failed = read.root === undefined && read.problems.some(({ code }) => code !== 'too-deep');
  // A chart may hold what another chart's rendering was copied into.
  if (!mayBeTemplate) return failed && isPlainlyTemplate(content) ? template(content, piece) : read;
  const isTemplate = failed ? looksLikeTemplate(content) : read.root !== undefined && holdsHelmAction(read.root);
  return isTemplate ? template(content, piece) : read;
}

function template(content: string, piece: Piece): ReadResult {
  const start = piece.start + actionOffset(content);
  return unread(start, start + 2, 'unrendered-template', 'warning', '');
}

/** A line of Jinja, with which documentation and Ansible are written. */
const jinjaTag = /^[ \t]*\{%-?[ \t]/m;

function jinja(start: number): ReadResult {
  const message = 'This file holds template tags ({% … %}) and was skipped: render it first';
  return unread(start, start + 2, 'unrendered-template', 'warning', message);
}

function yttTemplate(start: number): ReadResult {
  const message = "This file holds ytt's expressions (#@ …) and was skipped: render it first";
  return unread(start, start + 2, 'unrendered-template', 'warning', message);
}

function unread(
  start: number,
  end: number,
  code: ProblemCode,
  severity: 'error' | 'warning',
  message: string,
): ReadResult {
  return { root: undefined, problems: [{ start, end, code, severity, message }] };
}

/**
 * Kinds that carry no fact about tokens are not parsed: in rendered charts they are most of the bytes. Only where the
 * text leaves no doubt: one plain `kind:` in column 0 of a block mapping.
 */
function isSkipped(content: string): boolean {
  const line = /^kind:[ \t]+(\S+)[ \t]*$/gm;
  const match = line.exec(content);
  return match !== null && isWithoutFacts(match[1], content) && !content.includes('\nkind:', line.lastIndex);
}

/** Monitoring rules matter for metrics about tokens alone. */
function isWithoutFacts(kind: string | undefined, content: string): boolean {
  if (kind === 'CustomResourceDefinition') return true;
  return kind === 'PrometheusRule' && !content.includes('serviceaccount_');
}
