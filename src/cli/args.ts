import { parseArgs } from 'node:util';
import { type Level, levels, presets } from '../config/activeRules.ts';
import type { Preset, Severity } from '../rule/rule.ts';
import { UsageError, suggestion } from './usage.ts';

export const formats = ['pretty', 'json', 'sarif'] as const;
export type Format = (typeof formats)[number];

/** One report to write; to standard output where no file is named. */
export interface Output {
  readonly format: Format;
  readonly file: string | undefined;
}

export interface Args {
  readonly command: string | undefined;
  readonly positionals: readonly string[];
  readonly outputs: readonly Output[];
  readonly rules: ReadonlyMap<string, Level>;
  readonly preset: Preset;
  readonly failOn: Severity | 'never';
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly complete: boolean | undefined;
  readonly stdinFilename: string;
  readonly help: boolean;
  readonly version: boolean;
}

const commands = ['rules', 'explain'];

const options = {
  format: { type: 'string', short: 'f', multiple: true },
  output: { type: 'string', short: 'o', multiple: true },
  rule: { type: 'string', multiple: true },
  preset: { type: 'string' },
  'fail-on': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  color: { type: 'string' },
  complete: { type: 'boolean' },
  'no-complete': { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/**
 * Reads the command line.
 * @throws UsageError for anything the command does not know.
 */
export function readArgs(argv: readonly string[], ruleIds: () => readonly string[]): Args {
  const { values, positionals, tokens } = parse(argv);
  const [first, ...rest] = positionals;
  const isCommand = first !== undefined && commands.includes(first);
  return {
    command: isCommand ? first : undefined,
    positionals: isCommand ? rest : positionals,
    outputs: readOutputs(tokens),
    rules: readRules(values.rule ?? [], ruleIds),
    preset: oneOf('preset', values.preset ?? 'recommended', presets),
    failOn: oneOf('level', values['fail-on'] ?? 'warning', ['error', 'warning', 'info', 'never'] as const),
    quiet: values.quiet ?? false,
    color: oneOf('--color', values.color ?? 'auto', ['auto', 'always', 'never'] as const),
    complete: values.complete === true ? true : values['no-complete'] === true ? false : undefined,
    stdinFilename: values['stdin-filename'] ?? 'stdin',
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

type Parsed = ReturnType<typeof parseStrictly>;

function parse(argv: readonly string[]): Parsed {
  const args = argv.map((arg) => (arg === '--color' ? '--color=always' : arg === '--no-color' ? '--color=never' : arg));
  try {
    return parseStrictly(args);
  } catch (error) {
    const unknown = args.find((arg) => /^--[a-z]/.test(arg) && !(nameOf(arg) in options));
    if (unknown !== undefined) {
      const names = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`Unknown option ${unknown}${suggestion(`--${nameOf(unknown)}`, names)}`);
    }
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function parseStrictly(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true, tokens: true, strict: true });
}

function nameOf(arg: string): string {
  return arg.slice(2).split('=', 1)[0] ?? '';
}

/** Pairs each `--output` with the `--format` before it; formats without one go to standard output. */
function readOutputs(tokens: Parsed['tokens']): Output[] {
  const outputs: { format: Format | undefined; file: string | undefined }[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const last = outputs.at(-1);
    if (token.name === 'format') {
      const format = oneOf('format', token.value, formats);
      if (last !== undefined && last.format === undefined) last.format = format;
      else outputs.push({ format, file: undefined });
    } else if (token.name === 'output') {
      if (last !== undefined && last.file === undefined) last.file = token.value;
      else outputs.push({ format: undefined, file: token.value });
    }
  }
  if (outputs.length === 0) return [{ format: 'pretty', file: undefined }];
  return outputs.map(({ format, file }) => ({ format: format ?? formatOfFile(file ?? ''), file }));
}

function formatOfFile(file: string): Format {
  if (file.endsWith('.sarif') || file.endsWith('.sarif.json')) return 'sarif';
  return file.endsWith('.json') ? 'json' : 'pretty';
}

function readRules(settings: readonly string[], ruleIds: () => readonly string[]): Map<string, Level> {
  return new Map(
    settings.map((setting) => {
      const [id = '', level] = setting.split('=');
      const ids = ruleIds();
      if (!ids.includes(id)) throw new UsageError(`Unknown rule "${id}"${suggestion(id, ids)}`);
      if (level === undefined) throw new UsageError(`--rule ${id} names no level: write ${id}=${levels.join('|')}`);
      return [id, oneOf('level', level, levels)];
    }),
  );
}

function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(`Unknown ${what} "${value}"${suggestion(value, allowed)}: one of ${allowed.join(', ')}`);
  return found;
}
