import type { Problem } from '../documents/problem.ts';
import { groupBy } from '../lists/groupBy.ts';

/** Templates of a chart that were not rendered. */
export interface SkippedTemplates {
  /** The folder that they lie in: `charts/shop/templates`. */
  readonly folder: string;
  readonly message: string;
}

const mostNamed = 3;

/** A chart has dozens of templates, and what is to be done about them is the same: they are told together. */
export function skippedTemplates(problems: readonly Problem[]): {
  readonly skipped: readonly SkippedTemplates[];
  readonly others: readonly Problem[];
} {
  const isTemplate = ({ code }: Problem): boolean => code === 'unrendered-template';
  const folders = [...groupBy(problems.filter(isTemplate), ({ uri }) => folderOf(uri))];
  const together = folders.filter(([, those]) => those.length > 1);
  const told = new Set(together.flatMap(([, those]) => those));
  return {
    skipped: together.map(([folder, those]) => ({ folder, message: messageOf(folder, those) })),
    others: problems.filter((problem) => !told.has(problem)),
  };
}

/** The folder of a chart's templates, of which some lie deeper; otherwise the file's own. */
function folderOf(uri: string): string {
  const folders = uri.split('/').slice(0, -1);
  const last = folders.lastIndexOf('templates');
  return folders.slice(0, last === -1 ? undefined : last + 1).join('/') || '.';
}

function messageOf(folder: string, problems: readonly Problem[]): string {
  const names = problems.slice(0, mostNamed).map(({ uri }) => (folder === '.' ? uri : uri.slice(folder.length + 1)));
  const more = problems.length > mostNamed ? ` and ${String(problems.length - mostNamed)} more` : '';
  return `${names.join(', ')}${more} hold template expressions ({{ … }}) and were skipped: render the chart first, \`helm template . | kube-token-lint -\``;
}
