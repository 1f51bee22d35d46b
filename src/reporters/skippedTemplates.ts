import type { Problem } from '../documents/problem.ts';
import { templatesFolder } from '../documents/template.ts';
import { groupBy } from '../lists/groupBy.ts';
import { counted } from '../text/counted.ts';
import { folderOf } from '../text/folderOf.ts';

/** Templates of charts that were not rendered, told together. */
export interface SkippedTemplates {
  /** Where they lie: `charts/shop/templates`, or how many charts they are of. */
  readonly title: string;
  readonly message: string;
  /** Of several folders, each with its templates. */
  readonly folders: readonly string[];
  /** All of them, by folder. */
  readonly byFolder: readonly SkippedFolder[];
}

/** The templates of one chart, or others of one folder. */
interface SkippedFolder {
  /** `charts/shop/templates: 12 templates`. */
  readonly title: string;
  /** What renders them, where it is known. */
  readonly command: string | undefined;
  readonly templates: readonly Problem[];
}

const mostNamed = 3;
const mostFolders = 10;

/** A chart has dozens of templates, a repository hundreds of charts, and what is to be done about them is the same. */
export function skippedTemplates(problems: readonly Problem[]): {
  readonly skipped: readonly SkippedTemplates[];
  readonly others: readonly Problem[];
} {
  const templates = problems.filter(({ code }) => code === 'unrendered-template');
  const ofCharts = foldersOf(templates.filter(({ render }) => render !== undefined));
  const ofOthers = foldersOf(templates.filter(({ render }) => render === undefined));
  const together = [ofCharts, ofOthers].filter((folders) => folders.length > 0);
  const told = new Set(together.flatMap((folders) => folders.flatMap(([, those]) => those)));
  return { skipped: together.map(skippedOf), others: problems.filter((problem) => !told.has(problem)) };
}

/** The folders of templates that are told together. */
function foldersOf(templates: readonly Problem[]): readonly Folder[] {
  const folders = [...groupBy(templates, ({ uri }) => folderOfTemplate(uri))];
  const together = folders.filter(([, those]) => those.length > 1 || isOfChart(those));
  // One alone is told where it is.
  return together.flatMap(([, those]) => those).length < 2 ? [] : together;
}

type Folder = readonly [string, readonly Problem[]];

function isOfChart([first]: readonly Problem[]): boolean {
  return first !== undefined && templatesFolder(first.uri) !== undefined;
}

/** The folder of a chart's templates, of which some lie deeper; otherwise the file's own. */
function folderOfTemplate(uri: string): string {
  return templatesFolder(uri) ?? (folderOf(uri) || '.');
}

function skippedOf(folders: readonly Folder[]): SkippedTemplates {
  const [[title, [first]] = ['.', []], ...others] = folders;
  const [chart] = folders.find(([, those]) => isOfChart(those))?.[1] ?? [first];
  const isOne = others.length === 0;
  const what = isOne ? folders.map(namesOf).join('') : `${String(folders.flatMap(([, those]) => those).length)} files`;
  const message = `${what} ${remedyOf(chart?.render, isOne)}`;
  const byFolder = folders.map(skippedFolder);
  if (isOne) return { title, message, folders: [], byFolder };
  const more = folders.length > mostFolders ? [`and ${String(folders.length - mostFolders)} more`] : [];
  return {
    title: `Templates in ${String(folders.length)} folders`,
    message,
    folders: [...folders.slice(0, mostFolders).map((one) => `${one[0]}: ${namesOf(one)}`), ...more],
    byFolder,
  };
}

function remedyOf(render: string | undefined, isOne: boolean): string {
  if (render === undefined) return 'hold expressions of templates and were skipped: render them first';
  const skipped = 'hold template expressions ({{ … }}) and were skipped: render';
  return isOne ? `${skipped} the chart first, \`${render}\`` : `${skipped} each chart first, as in \`${render}\``;
}

function skippedFolder([folder, templates]: Folder): SkippedFolder {
  const title = `${folder}: ${counted(templates.length, 'template')}`;
  return { title, command: isOfChart(templates) ? templates[0]?.render : undefined, templates };
}

function namesOf([folder, problems]: Folder): string {
  const names = problems.slice(0, mostNamed).map(({ uri }) => (folder === '.' ? uri : uri.slice(folder.length + 1)));
  const more = problems.length > mostNamed ? ` and ${String(problems.length - mostNamed)} more` : '';
  return `${names.join(', ')}${more}`;
}
