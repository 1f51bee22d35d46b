import { Field } from '../documents/field.ts';
import { helmCommand } from '../documents/template.ts';
import { shellWord } from '../text/shellWord.ts';
import type { FileFacts } from './fileFacts.ts';
import { folderOf } from '../text/folderOf.ts';

/** Charts whose sources are among the files. */
export class Charts {
  /** What they say of themselves, by their folders. */
  readonly #charts = new Map<string, FileFacts>();

  constructor(files: readonly FileFacts[]) {
    for (const file of files) if (isChartFile(file.uri)) this.#charts.set(folderOf(file.uri), file);
  }

  /** How to lint what a file of a chart is for: within the chart that is deployed, with what that depends on. */
  renderCommand(uri: string): string | undefined {
    let chart: string | undefined = folderOf(uri);
    while (chart !== undefined && !this.#charts.has(chart)) chart = chart === '' ? undefined : folderOf(chart);
    if (chart === undefined) return undefined;
    for (let above = parentOf(chart); above !== undefined && this.#charts.has(above); above = parentOf(chart))
      chart = above;
    const word = shellWord(chart || '.');
    // With --dependency-update helm prints what it does among the manifests.
    return helmCommand(word, this.#lacks(chart) ? `helm dependency update ${word} && ` : '');
  }

  /** Whether a chart depends on one that is not beside it: helm would say so, and render nothing. */
  #lacks(chart: string): boolean {
    const document = this.#charts.get(chart)?.documents.find(({ hasContent }) => hasContent);
    if (document === undefined) return false;
    const within = chart === '' ? 'charts' : `${chart}/charts`;
    return Field.root(document)
      .get('dependencies')
      .items()
      .some((dependency) => !this.#charts.has(`${within}/${dependency.stringAt('name') ?? ''}`));
  }
}

/** Whether a file says what a chart is. */
export function isChartFile(uri: string): boolean {
  return /(?:^|\/)Chart\.yaml$/.test(uri);
}

/** The chart that a chart would be a part of. */
function parentOf(chart: string): string | undefined {
  return /^(?:(.*)\/)?charts\/[^/]+$/.exec(chart)?.[1] ?? (/^charts\/[^/]+$/.test(chart) ? '' : undefined);
}
