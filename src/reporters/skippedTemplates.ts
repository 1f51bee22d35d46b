import type { Problem } from '../documents/problem.ts';
import { renderCommand, templatesFolder } from '../documents/template.ts';
import { groupBy } from '../lists/groupBy.ts';

/** Templates of charts that were not rendered, told together. */
export interface SkippedTemplates {
  /** Where they lie: `charts/shop/templates`, or how many charts they are of. */
  readonly title: string;
  readonly message: string;
  /** Of several folders, each with its templates. */
  readonly folders: readonly string[];
}

const mostNamed = 3;
const mostFolders = 10;

/** A chart has dozens of templates, a repository hundreds of charts, and what is to be done about them is the same. */
export function skippedTemplates(problems: readonly Problem[]): {
  readonly skipped: readonly SkippedTemplates[];
  readonly others: readonly Problem[];
} {
  const isTemplate = ({ code }: Problem): boolean => code === 'unrendered-template';
  const folders = [...groupBy(problems.filter(isTemplate), ({ uri }) => folderOf(uri))];
  const together = folders.filter(([, those]) => those.length > 1 || isOfChart(those));
  const told = new Set(together.flatMap(([, those]) => those));
  // One alone is told where it is.
  if (told.size < 2) return { skipped: [], others: problems };
  return { skipped: [skippedOf(together)], others: problems.filter((problem) => !told.has(problem)) };
}

type Folder = readonly [string, readonly Problem[]];

function isOfChart([first]: readonly Problem[]): boolean {
  return first !== undefined && templatesFolder(first.uri) !== undefined;
}

/** The folder of a chart's templates, of which some lie deeper; otherwise the file's own. */
function folderOf(uri: string): string {
  return templatesFolder(uri) ?? (uri.split('/').slice(0, -1).join('/') || '.');
}

function skippedOf(folders: readonly Folder[]): SkippedTemplates {
  const [[title, [first]] = ['.', []], ...others] = folders;
  const [chart] = folders.find(([, those]) => isOfChart(those))?.[1] ?? [first];
  const command = renderCommand(chart?.uri ?? '');
  const skipped = 'hold template expressions ({{ … }}) and were skipped: render';
  if (others.length === 0) {
    return { title, message: `${folders.map(namesOf).join('')} ${skipped} the chart first, ${command}`, folders: [] };
  }
  const count = folders.reduce((sum, [, those]) => sum + those.length, 0);
  const more = folders.length > mostFolders ? [`and ${String(folders.length - mostFolders)} more`] : [];
  return {
    title: `Templates in ${String(folders.length)} folders`,
    message: `${String(count)} files ${skipped} each chart first, as in ${command}`,
    folders: [...folders.slice(0, mostFolders).map((one) => `${one[0]}: ${namesOf(one)}`), ...more],
  };
}

function namesOf([folder, problems]: Folder): string {
  const names = problems.slice(0, mostNamed).map(({ uri }) => (folder === '.' ? uri : uri.slice(folder.length + 1)));
  const more = problems.length > mostNamed ? ` and ${String(problems.length - mostNamed)} more` : '';
  return `${names.join(', ')}${more}`;
}
