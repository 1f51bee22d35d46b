import { type Inputs, readInputs } from '../inputs/readInputs.ts';
import type { Args } from './args.ts';
import { readyFor } from './engine.ts';
import { refuseToOverwrite } from './output.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads what the command line names.
 * @throws UsageError where a report would replace an input.
 */
export async function readNamedInputs(args: Args, terminal: Terminal): Promise<Inputs> {
  const inputs = await readInputs(args.positionals, {
    cwd: terminal.cwd,
    stdinFilename: args.stdinFilename,
    stdin: () => terminal.stdin,
  });
  readyFor(inputs.files);
  refuseToOverwrite(args.outputs, inputs.files, terminal);
  return inputs;
}
