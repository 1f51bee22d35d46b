import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Inputs } from '../inputs/readInputs.ts';
import { UsageError } from '../inputs/usageError.ts';
import { nearest } from '../text/suggestion.ts';
import type { Args } from './args.ts';
import { commandNames } from './commands.ts';

/** @throws UsageError where the value of `--fix` stands apart from it: it would be a path, and other fixes would be made. */
export function refuseFixLevel({ fix, positionals }: Args, cwd: string): void {
  if (fix === undefined) return;
  const level = ['all', 'safe'].find((one) => positionals.includes(one) && !existsSync(resolve(cwd, one)));
  if (level !== undefined) throw new UsageError(`There is no file "${level}": write --fix=${level}`);
}

/** A hint where the first path may be meant as a command, and nothing of that name is there; empty elsewhere. */
export function commandHint({ command, positionals: [first = ''] }: Args, { problems }: Inputs): string {
  const isMissing = problems.some(({ code, uri }) => code === 'not-found' && uri === first);
  if (command !== 'lint' || !isMissing || !/^[a-z]+$/.test(first)) return '';
  const near = nearest(first, [...commandNames, '--help', '--version'], Math.floor(first.length / 3));
  const meant = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `There is no command "${first}" either${meant}: see kube-token-lint --help\n`;
}
