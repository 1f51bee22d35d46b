import { basename, resolve } from 'node:path';
import type { SourceFile } from '../documents/document.ts';
import type { Args } from './args.ts';
import type { Format } from './commands.ts';
import { baselineName } from '../inputs/baselineName.ts';
import { isConfig } from '../inputs/findConfig.ts';
import { realPath, statusOf } from '../inputs/links.ts';
import { namesInRepository } from '../inputs/repository.ts';
import type { ChangedFile } from '../reporters/diff.ts';
import type { Pieces } from '../text/pieces.ts';
import type { FixOutcome } from './fix.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from '../inputs/usageError.ts';

/** `--output manifest.yaml` is a slip: a report never replaces what it reports on, what that was read with, or another. */
export function refuseToOverwrite(
  { outputs, config, baseline }: Pick<Args, 'outputs' | 'config' | 'baseline'>,
  inputs: readonly Pick<SourceFile, 'uri'>[],
  { cwd }: Pick<Terminal, 'cwd'>,
): void {
  if (outputs.every(({ file }) => file === undefined)) return;
  const placeOf = (file: string): string => realPath(resolve(cwd, file));
  const taken = new Map(inputs.map(({ uri }) => [placeOf(uri), 'an input']));
  if (config !== undefined) taken.set(placeOf(config), 'the configuration');
  if (typeof baseline === 'string') taken.set(placeOf(baseline), 'the baseline');
  for (const { file } of outputs) {
    if (file === undefined) continue;
    const place = placeOf(file);
    const found = isConfig(place) ? 'a configuration' : basename(place) === baselineName ? 'a baseline' : undefined;
    const what = taken.get(place) ?? found;
    if (what !== undefined) throw new UsageError(`--output ${file}: ${file} is ${what}`);
    // Pipes and devices take several.
    if (statusOf(place)?.isFile() !== false) taken.set(place, 'another report');
  }
}

/** Writes each report that was asked for, to its file or to standard output. */
export async function writeReports(
  args: Args,
  terminal: Terminal,
  render: (format: Format, color: boolean) => Promise<Pieces>,
): Promise<void> {
  for (const { file, format } of args.outputs) {
    if (file === undefined) {
      for (const piece of await render(format, format === 'pretty' && useColor(args, terminal))) terminal.write(piece);
    } else
      await (
        await import('./outputFile.ts')
      ).writeOutput(file, await render(format, args.color === 'always'), terminal);
  }
}

/** Says what was fixed; what a dry run would write goes to standard output, where that is not taken by a report. */
export async function writeFixes({ notes, planned, shown }: FixOutcome, args: Args, terminal: Terminal): Promise<void> {
  const { formatDiff } = await import('../reporters/diff.ts');
  const nameInRepository = namesInRepository(terminal.cwd);
  const diff = (files: readonly ChangedFile[], color: boolean, forTerminal: boolean): string =>
    formatDiff(files, { color, forTerminal, nameInRepository });
  const forPrograms = args.outputs.some(({ format, file }) => file === undefined && format !== 'pretty');
  if (forPrograms) terminal.writeError(diff(planned, false, terminal.isErrorScreen));
  else terminal.write(diff(planned, useColor(args, terminal), terminal.isScreen));
  const outside = planned.filter(({ before }) => nameInRepository?.(before.uri).startsWith('../') === true);
  const unreached = outside.map(
    ({ before }) => `${before.uri} lies outside of this git repository: \`git apply\` leaves it as it is`,
  );
  if (!args.quiet) terminal.warn([...notes, ...unreached].map((note) => `${note}\n`).join(''));
  terminal.writeError(diff(shown, false, terminal.isErrorScreen));
}

function useColor(args: Args, terminal: Terminal): boolean {
  return args.color === 'always' || (args.color === 'auto' && terminal.color);
}
