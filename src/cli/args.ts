import { type Level, levels, presets } from '../config/activeRules.ts';
import { isProblemCode } from '../documents/problem.ts';
import type { FixLevel } from '../lint/applyFixes.ts';
import type { Severity } from '../rule/rule.ts';
import { type FrameworkId, frameworkIds } from '../compliance/frameworkIds.ts';
import type { SettingArgs } from '../inputs/settings.ts';
import { type Parsed, parse } from './options.ts';
import { suggestion } from '../text/suggestion.ts';
import { oneOf, seeRules } from './choice.ts';
import { type Command, type Format, commandNames, commands, refuseForeign } from './commands.ts';
import { type Output, readOutputs } from './outputs.ts';
import { UsageError } from '../inputs/usageError.ts';

export interface Args extends SettingArgs {
  readonly command: Command;
  readonly positionals: readonly string[];
  readonly outputs: readonly Output[];
  /** The file of which to print what applies to it. */
  readonly printConfig: string | undefined;
  /** The framework by whose controls to group findings. */
  readonly compliance: FrameworkId | undefined;
  readonly failOn: Severity | 'never';
  readonly quiet: boolean;
  /** Whether SARIF holds what is suppressed, too. */
  readonly includeSuppressed: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly stdinFilename: string;
  /** The baseline: a file, the one that is found where unset, or none. */
  readonly baseline: string | false | undefined;
  /** Whether to accept all findings there are. */
  readonly updateBaseline: boolean;
  /** Which fixes to apply; none where unset. */
  readonly fix: FixLevel | undefined;
  /** Fixes are shown as a diff instead of written. */
  readonly fixDryRun: boolean;
  /** Of `tokens`: which workloads to list, and in which order. */
  readonly selection: TokenSelection;
  /** Of `lsp`: whether to talk at standard input and output. */
  readonly stdio: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** What standard input is called, where it is read. */
export function nameOfStdin({
  positionals,
  stdinFilename,
}: Pick<Args, 'positionals' | 'stdinFilename'>): string | undefined {
  return positionals.includes('-') ? stdinFilename : undefined;
}

export interface TokenSelection {
  readonly namespace?: string;
  readonly account?: string;
  readonly verdict?: 'used' | 'unused' | 'unknown';
  readonly sort: 'name' | 'verdict' | 'account';
}

/**
 * Reads the command line.
 * @throws UsageError for anything the command does not know.
 */
export function readArgs(argv: readonly string[], ruleIds: () => readonly string[]): Args {
  const { values, positionals, tokens } = parse(argv);
  const [first, ...rest] = positionals;
  refuseEmpty(values, positionals);
  const command: Command = commandNames.find((name) => name === first) ?? 'lint';
  refuseForeign(values, command);
  const extra = rest[commands[command].mostArguments];
  if (command !== 'lint' && extra !== undefined) throw new UsageError(`${command} makes nothing of "${extra}"`);
  if (values['stdin-filename'] !== undefined && values.help !== true && !positionals.includes('-'))
    throw new UsageError('--stdin-filename is for standard input, which nothing reads: name it with -');
  if (values['print-config'] !== undefined && positionals.length > 0)
    throw new UsageError(`--print-config lints nothing: leave out "${positionals.join(' ')}"`);
  const outputs = readOutputs(tokens, command);
  const compliance = values.compliance === undefined ? undefined : oneOf('framework', values.compliance, frameworkIds);
  if (values.help !== true) refuseUnshown(values, outputs);
  return {
    command,
    positionals: command === 'lint' ? positionals : rest,
    outputs,
    selection: readSelection(values),
    rules: readRules(values.rule ?? [], ruleIds, values['allow-plugins'] === true),
    presets: values.preset?.map((preset) => oneOf('preset', preset, presets)),
    config: values.config,
    // Only the list of tokens needs no rules.
    plugins: values['allow-plugins'] === true ? 'run' : command === 'tokens' ? 'leave' : 'refuse',
    printConfig: values['print-config'],
    compliance,
    failOn: oneOf('level', values['fail-on'] ?? 'warning', ['error', 'warning', 'info', 'never'] as const),
    quiet: values.quiet ?? false,
    includeSuppressed: values['include-suppressed'] ?? false,
    color: oneOf('--color', values.color ?? 'auto', ['auto', 'always', 'never'] as const),
    complete: readComplete(values),
    stdinFilename: values['stdin-filename'] ?? 'stdin',
    baseline: readBaseline(values),
    updateBaseline: values['update-baseline'] ?? false,
    fix: readFix(values),
    fixDryRun: values['fix-dry-run'] ?? false,
    stdio: values.stdio ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

/** Formats that say what the controls of a framework need. */
const withControls: readonly Format[] = ['pretty', 'json', 'markdown', 'html'];

const ofFiles = ['output', 'config', 'baseline', 'print-config', 'stdin-filename'] as const;

/** A variable of a script that is not set: neither everything here nor this folder is what was meant. */
function refuseEmpty(values: Parsed['values'], positionals: readonly string[]): void {
  if (positionals.includes('')) throw new UsageError('a path is empty');
  const empty = ofFiles.find((name) => [values[name] ?? []].flat().includes(''));
  if (empty !== undefined) throw new UsageError(`--${empty} names no file: it is empty`);
}

/** What no report that is asked for would show. */
function refuseUnshown(values: Parsed['values'], outputs: readonly Output[]): void {
  const isIn = (formats: readonly Format[]): boolean => outputs.some(({ format }) => formats.includes(format));
  if (values.compliance !== undefined && !isIn(withControls))
    throw new UsageError(`--compliance goes into ${withControls.join(', ')}: name one of them with --format`);
  if (values['include-suppressed'] === true && !isIn(['sarif']))
    throw new UsageError('--include-suppressed goes into sarif: name it with --format');
}

function readComplete({ complete, 'no-complete': incomplete }: Parsed['values']): boolean | undefined {
  if (complete === true && incomplete === true) throw new UsageError('--complete does not go with --no-complete');
  return complete ?? (incomplete === true ? false : undefined);
}

function readBaseline(values: Parsed['values']): Args['baseline'] {
  const { baseline, 'no-baseline': none, 'update-baseline': update, 'fix-dry-run': dryRun } = values;
  if (update === true && dryRun === true) throw new UsageError('--update-baseline does not go with --fix-dry-run');
  if (none !== true) return baseline;
  const other = update === true ? '--update-baseline' : baseline === undefined ? undefined : '--baseline';
  if (other !== undefined) throw new UsageError(`${other} does not go with --no-baseline`);
  return false;
}

/** `--fix-dry-run` alone shows the safe fixes. */
function readFix(values: Parsed['values']): FixLevel | undefined {
  if (values.fix === undefined && values['fix-dry-run'] !== true) return undefined;
  return oneOf('kind of fixes', values.fix ?? 'safe', ['safe', 'all'] as const);
}

function readSelection(values: Parsed['values']): TokenSelection {
  const { namespace, account, verdict, sort } = values;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(account === undefined ? {} : { account }),
    ...(verdict === undefined ? {} : { verdict: oneOf('verdict', verdict, ['used', 'unused', 'unknown'] as const) }),
    sort: oneOf('order', sort ?? 'name', ['name', 'verdict', 'account'] as const),
  };
}

/** Those of plugins are known once these are loaded (`checkLevels`). */
function readRules(
  settings: readonly string[],
  ruleIds: () => readonly string[],
  withPlugins: boolean,
): Map<string, Level> {
  return new Map(
    settings.map((setting) => {
      const separator = setting.indexOf('=');
      const id = separator === -1 ? setting : setting.slice(0, separator);
      const level = separator === -1 ? undefined : setting.slice(separator + 1);
      const ids = ruleIds();
      const isOfPlugin = id.includes('/');
      if (isOfPlugin && !withPlugins) throw new UsageError(`--rule ${id}: rules of plugins need --allow-plugins`);
      if (isProblemCode(id))
        throw new UsageError(
          `--rule ${id}: it is a problem, not a rule, and has no level (kube-token-lint explain ${id})`,
        );
      if (!isOfPlugin && !ids.includes(id))
        throw new UsageError(`Unknown rule "${id}"${suggestion(id, ids) || seeRules}`);
      if (level === undefined) throw new UsageError(`--rule ${id} names no level: write ${id}=${levels.join('|')}`);
      return [id, oneOf('level', level, levels)];
    }),
  );
}
