import { serve } from '../lsp/server.ts';
import type { Args } from './args.ts';
import { UsageError } from '../inputs/usageError.ts';

/** Starts the language server. The process goes on until the client ends it, which decides the exit code too. */
export function lspCommand(args: Pick<Args, 'stdio'>, version: string): void {
  if (!args.stdio)
    throw new UsageError('The language server talks at standard input and output: kube-token-lint lsp --stdio');
  serve(version);
}
