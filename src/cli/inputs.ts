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
export function warnOfNothing({ empty, problems }: Inputs, documents: number, terminal: Terminal): void {
  for (const { path, ignored } of empty) {
    const left = ignored === 0 ? '' : ` that git does not ignore${leftOut(ignored)}`;
    terminal.warn(`No YAML or JSON file in ${path}${left}\n`);
  }
  if (empty.length === 0 && problems.length === 0 && documents === 0) terminal.warn('No Kubernetes manifest found\n');
}

/** Says which pods were not looked at. @param kinds of the objects whose charts are not rendered. */
export function warnOfCharts(kinds: readonly string[], terminal: Terminal): void {
  if (kinds.length === 0) return;
  const counts = [...new Set(kinds)].map((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return `${String(count)} ${kind}${count === 1 ? '' : 's'}`;
  });
  terminal.warn(
    `The pods of ${counts.join(', ')} are in charts, which are not rendered here: lint what \`helm template\` prints\n`,
  );
}
