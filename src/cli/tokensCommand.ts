import type { Problem } from '../documents/problem.ts';
import { analyze, countsOf } from '../lint/analyze.ts';
import { inventory } from '../reporters/tokens/inventory.ts';
import { skippedTemplates } from '../reporters/skippedTemplates.ts';
import type { Args, TokenSelection } from './args.ts';
import type { Format } from './commands.ts';
import { chartNotes, readNamedInputs, warnOfNothing } from './inputs.ts';
import { readRunSettings } from './settings.ts';
import type { Pieces } from '../text/pieces.ts';
import { writeReports } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Lists every token that reaches every container; the result is the exit code. */
export async function tokensCommand(args: Args, version: string, terminal: Terminal): Promise<number> {
  const settings = await readRunSettings(args, terminal);
  const inputs = await readNamedInputs(args, settings, terminal);
  const analysis = analyze(inputs.files, settings.analysis);
  const items = inventory(analysis.model, args.selection);
  const { problems: ofTexts, charts, documents, workloads } = countsOf(analysis);
  const problems = [...inputs.problems, ...ofTexts];
  const unseen = chartNotes(charts);
  const provenance = async (): Promise<string[]> => {
    const { provenanceOf } = await import('./provenance.ts');
    const chosen = wordsOf(args.selection);
    const lines = provenanceOf(
      args,
      settings,
      { choice: undefined, baseline: undefined, unseen },
      { version, cwd: terminal.cwd },
    );
    return chosen === '' ? lines : [...lines, `Only ${chosen}`];
  };
  const render = async (format: Format, color: boolean): Promise<Pieces> => {
    if (format === 'json') return (await import('../reporters/tokens/json.ts')).formatTokensJson(items);
    if (format === 'markdown') {
      const { formatTokensMarkdown } = await import('../reporters/tokens/markdown.ts');
      return [formatTokensMarkdown(items, problems, await provenance())];
    }
    return [(await import('../reporters/tokens/table.ts')).formatTokensTable(items, color)];
  };
  await writeReports(args, terminal, render);
  const isTold = ({ severity }: Problem): boolean => !args.quiet || severity === 'error';
  const { skipped, others } = skippedTemplates(problems.filter(isTold));
  for (const { uri, range, message, severity } of others) {
    const place = range === null ? '' : `:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
    terminal.warn(`${uri}${place}: ${severity}: ${message}\n`);
  }
  for (const { title, message, folders } of skipped)
    terminal.warn([`${title}: warning: ${message}`, ...folders.map((folder) => `  ${folder}`), ''].join('\n'));
  warnOfNothing({ ...inputs, problems }, { documents, workloads }, args, terminal);
  if (!args.quiet) terminal.warn(unseen.map((note) => `${note}\n`).join(''));
  if (items.length === 0 && workloads > 0)
    terminal.warn(`None of ${String(workloads)} workloads fits ${wordsOf(args.selection)}\n`);
  return problems.some(({ severity }) => severity === 'error') ? 2 : 0;
}

function wordsOf(selection: TokenSelection): string {
  return Object.entries<string>({ ...selection })
    .filter(([name]) => name !== 'sort')
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ');
}
