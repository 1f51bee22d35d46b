import { shellWord } from '../text/shellWord.ts';
import type { Node } from './node.ts';

/** What only a chart's template says: rendered output holds no such action, alert and workflow texts have others. */
const helmAction =
  /\{\{-?\s*(?:(?:\(\s*)?(?:\.|\$\.)(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s|template\s+")/;

/** Whether an object that reads as YAML is a helm template all the same: `image: "{{ .Values.image }}"`. */
export function holdsHelmAction(root: Node): boolean {
  return namesKind(root) && holdsAction(root, new Set());
}

/** Whether this may be an object; charts' values and their tests, and settings of other programs, name neither. */
export function namesKind(node: Node): boolean {
  return node.kind === 'map' && (node.entries.has('kind') || node.entries.has('apiVersion'));
}

/**
 * Kinds that hold texts for others to fill in, where an action is no fault: for charts, Flux's, Rancher's and Argo CD's;
 * for alerts, whose templates are called as helm's are.
 */
const filledInLater: ReadonlySet<string> = new Set([
  'HelmRelease',
  'HelmChart',
  'HelmChartConfig',
  'ApplicationSet',
  'AlertmanagerConfig',
  'GrafanaContactPoint',
  'VMAlert',
  'VMAlertmanagerConfig',
]);

function holdsAction(node: Node, seen: Set<Node>): boolean {
  if (node.kind === 'scalar') {
    // A text of several lines is a file's: JSON, and so what a cluster shows, has no blocks for it.
    const { style, value } = node;
    return style !== 'block' && typeof value === 'string' && !value.includes('\n') && helmAction.test(value);
  }
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.kind === 'sequence') return node.items.some((item) => holdsAction(item, seen));
  const kind = node.entries.get('kind')?.value;
  if (kind?.kind === 'scalar' && filledInLater.has(String(kind.value))) return false;
  return [...node.entries.values()].some(
    ({ name, value }) => helmAction.test(name) || (!valuesOfChart.has(name) && holdsAction(value, seen)),
  );
}

/** Where a kustomization and Argo CD's Applications give values to a chart, which may be templates of the chart's. */
const valuesOfChart: ReadonlySet<string> = new Set(['valuesInline', 'valuesObject']);

/** The folder of a chart's templates in which a file lies; `undefined` for one that lies in none. */
export function templatesFolder(uri: string): string | undefined {
  const folders = uri.split('/').slice(0, -1);
  const last = folders.lastIndexOf('templates');
  return last === -1 ? undefined : folders.slice(0, last + 1).join('/');
}

/** An action of Go's templates, which name no value without a dot or a dollar: Jinja, Mustache and others do. */
const goAction = /\{\{-?\s*(?:[.$("]|\w+\s+[.$("]|(?:if|else|end|range|with|define|block)\b)/;

/** How to lint what a template is for, unless it is none of helm's; where its chart is not known, naming it is left to the reader. */
export function renderCommand({ uri, text }: { readonly uri: string; readonly text: string }): string | undefined {
  if (/(?:^|\/)helmfile(?:\.d\/|\.)[^/]*$/.test(uri)) return undefined;
  const chart = templatesFolder(uri)?.replace(/\/?templates$/, '');
  if (chart !== undefined) return goAction.test(text) ? helmCommand(shellWord(chart || '.')) : undefined;
  return helmAction.test(text) ? helmCommand('CHART') : undefined;
}

/** @param chart as a shell takes it. */
export function helmCommand(chart: string, before = ''): string {
  return `${before}helm template ${chart} | kube-token-lint -`;
}

/**
 * Where a ytt template loads what its expressions are made of: comments to YAML, and values to ytt. Without that it can
 * fill in nothing; indented, it is a template within an object's text.
 */
export function yttOffset(text: string): number {
  return text.includes('#@') ? text.search(/^#@[ \t]*load\(/m) : -1;
}

/** What is said of a document, with the template that it was rendered from: it is mended there. */
export function withTemplate(message: string, template: string | undefined): string {
  return template === undefined ? message : `${message} (in template ${template})`;
}

/** Where helm's notes begin in the output of `helm install --dry-run`, which are prose after the last manifest. */
export function helmNotesOffset(text: string): number | undefined {
  if (!/^MANIFEST:[ \t]*$/m.test(text)) return undefined;
  const match = /^NOTES:[ \t]*$/m.exec(text);
  return match?.index;
}

/** Whether an action stands in the first column, where no value of a manifest can: there is nothing to read. */
export function isPlainlyTemplate(text: string): boolean {
  return /^\{\{-?[ \t]/m.test(text);
}

/** Whether a text that is no YAML is so because it is a template: actions stand where YAML wants lines or values. */
export function looksLikeTemplate(text: string): boolean {
  return /\{\{-|-\}\}|(?:^|[:[,]|^[ \t]*-)[ \t]*\{\{/m.test(withoutTexts(text)) || helmAction.test(text);
}

/** Where a template's first action stands. */
export function actionOffset(text: string): number {
  const bare = withoutTexts(text).indexOf('{{');
  return bare !== -1 ? bare : (helmAction.exec(text)?.index ?? text.indexOf('{{'));
}

const quoted = /(?<=^|[\s[{,])(?:"(?:[^"\\]|\\.)*"|'[^']*')/g;
/** What begins on a line and ends on a later one. */
const opening = /(?<=(?:^|[-:[{,])[ \t]*)["'][^]*$/;
const comment = /(?:^|\s)#[^]*$/;

/**
 * A text with nothing in place of what is quoted, commented out, or a block of text: there, braces are no fault (Vault's
 * annotations). Everything else is where it was.
 */
function withoutTexts(text: string): string {
  /** Where the lines of a block of text start at least, inside one. */
  let inside = Infinity;
  let quote: string | undefined;
  const kept = text.split('\n').map((line) => {
    const closing = quote === undefined ? -1 : line.indexOf(quote);
    if (quote !== undefined && closing === -1) return empty(line);
    const left = quote === undefined ? line : filled(line.slice(0, closing + 1)) + line.slice(closing + 1);
    const start = left.search(/\S/);
    if (quote === undefined && (start === -1 || start >= inside)) return empty(line);
    const bare = left.replaceAll(quoted, filled).replace(comment, empty);
    quote = opening.exec(bare.replaceAll(/"{2,}/g, empty))?.[0][0];
    inside = isBlockHeader(bare) ? blockIndent(bare) : Infinity;
    return quote === undefined ? bare : bare.replace(opening, empty);
  });
  return kept.join('\n');
}

/** Whether a line ends with `|`, behind its key or dash, a tag and an anchor. */
function isBlockHeader(line: string): boolean {
  const words = line.trim().split(/\s+/);
  if (!/^[|>][-+0-9]{0,2}$/.test(words.pop() ?? '')) return false;
  while (/^[!&]/.test(words.at(-1) ?? '')) words.pop();
  return /^$|[-:]$/.test(words.at(-1) ?? '');
}

/** A block's lines stand behind the column of its key, or of its dash where it has none. */
function blockIndent(line: string): number {
  const [dashes = ''] = /^[\s-]*(?<=\s|-)/.exec(line) ?? [];
  const isItem = /^\s*(?:[!&]\S*\s+)*[|>]/.test(line.slice(dashes.length));
  return (isItem ? line.lastIndexOf('-', dashes.length) : line.search(/[^\s-]/)) + 1;
}

/** As long as it was, and still a value. */
function filled(text: string): string {
  return '"'.repeat(text.length);
}

function empty(text: string): string {
  return ' '.repeat(text.length);
}

/** Where the first manifest begins in the output of `helm install --dry-run`: before it, helm says what it did. */
export function helmHeaderEnd(text: string): number {
  if (!/^NAME: /.test(text)) return 0;
  return /^(?:HOOKS|MANIFEST):[ \t]*$/m.exec(text)?.index ?? 0;
}
