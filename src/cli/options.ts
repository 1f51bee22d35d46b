import { parseArgs } from 'node:util';
import { suggestion } from '../text/suggestion.ts';
import { UsageError } from '../inputs/usageError.ts';

/** All options, whichever command they are for. */
export const options = {
  format: { type: 'string', short: 'f', multiple: true },
  output: { type: 'string', short: 'o', multiple: true },
  rule: { type: 'string', multiple: true },
  preset: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  'print-config': { type: 'string' },
  'allow-plugins': { type: 'boolean' },
  compliance: { type: 'string' },
  'fail-on': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'include-suppressed': { type: 'boolean' },
  color: { type: 'string' },
  complete: { type: 'boolean' },
  'no-complete': { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  baseline: { type: 'string' },
  'no-baseline': { type: 'boolean' },
  'update-baseline': { type: 'boolean' },
  fix: { type: 'string' },
  'fix-dry-run': { type: 'boolean' },
  namespace: { type: 'string', short: 'n' },
  account: { type: 'string' },
  verdict: { type: 'string' },
  sort: { type: 'string' },
  stdio: { type: 'boolean' },
  // Some clients of the language server say who they are; it is read where it counts.
  clientProcessId: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

export type Parsed = ReturnType<typeof parseStrictly>;

/** Options whose value can be left out. */
const withoutValue: ReadonlyMap<string, string> = new Map([
  ['--color', '--color=always'],
  ['--no-color', '--color=never'],
  ['--fix', '--fix=safe'],
]);

/** Other linters have an option for it. */
const leaveOut = `: name what to leave out as a path with !, as in '!docs/**', or as exclude in the configuration`;

/** @throws UsageError for an option that there is not, or that is given wrongly. */
export function parse(argv: readonly string[]): Parsed {
  const end = argv.indexOf('--');
  const args = argv.map((arg, index) => (end === -1 || index < end ? withoutValue.get(arg) : undefined) ?? arg);
  try {
    return parseStrictly(args);
  } catch (error) {
    const unknown = args.find((arg) => /^--[a-z]/.test(arg) && !(nameOf(arg) in options));
    if (unknown !== undefined) {
      const names = Object.keys(options).map((name) => `--${name}`);
      const hint = /^--(?:exclude|ignore)/.test(unknown) ? leaveOut : suggestion(`--${nameOf(unknown)}`, names);
      throw new UsageError(`Unknown option ${unknown}${hint}`);
    }
    if (args.some((arg) => arg.startsWith('--fix-dry-run=')))
      throw new UsageError(
        '--fix-dry-run takes no value: which fixes it shows, --fix says, as in --fix=all --fix-dry-run',
      );
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function parseStrictly(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true, tokens: true, strict: true });
}

function nameOf(arg: string): string {
  return arg.slice(2).split('=', 1)[0] ?? '';
}
