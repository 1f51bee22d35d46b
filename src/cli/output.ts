import { resolve } from 'node:path';
import type { SourceFile } from '../documents/document.ts';
import type { Args, Format, Output } from './args.ts';
import { realPath } from '../inputs/links.ts';
import { namesInRepository } from '../inputs/repository.ts';
import type { ChangedFile } from '../reporters/diff.ts';
import type { Pieces } from '../text/pieces.ts';
import type { FixOutcome } from './fix.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from '../inputs/usageError.ts';

/** `--output manifest.yaml` is a slip: a report never replaces what it reports on. */
export function refuseToOverwrite(
  outputs: readonly Output[],
  inputs: readonly Pick<SourceFile, 'uri'>[],
  { cwd }: Pick<Terminal, 'cwd'>,
): void {
  if (outputs.every(({ file }) => file === undefined)) return;
  const paths = new Set(inputs.map(({ uri }) => realPath(resolve(cwd, uri))));
  for (const { file } of outputs) {
    if (file !== undefined && paths.has(realPath(resolve(cwd, file))))
      throw new UsageError(`--output ${file}: ${file} is an input`);
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
