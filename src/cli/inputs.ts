import type { Summary } from '../lint/finding.ts';
import { type Inputs, leftOut, readInputs } from '../inputs/readInputs.ts';
import type { Args } from './args.ts';
import { readyFor } from './engine.ts';
import { commandHint, refuseFixLevel } from './mistakenPaths.ts';
import { refuseToOverwrite } from './output.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads what the command line names.
 * @throws UsageError where a report would replace an input, or a path is a misplaced word.
 */
export async function readNamedInputs(args: Args, terminal: Terminal): Promise<Inputs> {
  refuseFixLevel(args, terminal.cwd);
  const inputs = await readInputs(args.positionals, {
    cwd: terminal.cwd,
    stdinFilename: args.stdinFilename,
    stdin: () => terminal.stdin,
  });
  terminal.warn(commandHint(args, inputs));
  readyFor(inputs.files);
  refuseToOverwrite(args.outputs, inputs.files, terminal);
  return inputs;
}

/** Says where there was nothing to look at. */
export function warnOfNothing(
  { empty, problems, files }: Inputs,
  { documents, workloads }: Pick<Summary, 'documents' | 'workloads'>,
  terminal: Terminal,
): void {
  for (const { path, ignored } of empty) {
    const left = ignored === 0 ? '' : ` that git does not ignore${leftOut(ignored)}`;
    terminal.warn(`No YAML or JSON file in ${path}${left}\n`);
  }
  if (empty.length === 0 && problems.length === 0 && documents === 0) terminal.warn('No Kubernetes manifest found\n');
  if (workloads > 0 || documents === 0) return;
  const releases = files.reduce(
    (sum, { text }) => sum + [...text.matchAll(/^kind:[ \t]+HelmRelease[ \t]*$/gm)].length,
    0,
  );
  if (releases > 0)
    terminal.warn(
      `The pods of ${String(releases)} HelmRelease${releases === 1 ? '' : 's'} are in charts, which are not rendered here: lint what \`helm template\` prints\n`,
    );
}
